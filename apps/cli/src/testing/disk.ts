import { spawnSync } from "node:child_process";

/** A shell's script in a namespace of its own, where it may mount what it likes. */
const unshare = ["--user", "--map-root-user", "--mount", "sh", "-c"];

/** Why there are no disks to test with that are full or read-only, or null. */
export function missingDisks(): string | null {
  const tried = spawnSync("unshare", [...unshare, "mount -t tmpfs tmpfs /mnt"]);
  return tried.status === 0 ? null : "no unshare that may mount a tmpfs";
}

/** Quotes words for a shell. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");

/** What a command comes to with a disk of that many KiB at a folder, read-only or not. */
export function onDisk(
  folder: string,
  { kilobytes, isReadOnly = false }: { readonly kilobytes: number; readonly isReadOnly?: boolean },
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
) {
  const mount = `mount -t tmpfs -o size=${kilobytes}k${isReadOnly ? ",ro" : ""} tmpfs ${quoted([folder])}`;
  const script = `${mount} && ${quoted(command)}; status=$?; ls -A ${quoted([folder])}; exit $status`;
  const { status, stdout, stderr } = spawnSync("unshare", [...unshare, script], {
    ...options,
    encoding: "utf8",
  });
  return { status: status ?? -1, out: stdout, err: stderr };
}
