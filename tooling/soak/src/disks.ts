import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runTraining } from "../../../packages/learner/src/testing/training-process.js";
import { digestIn, newFolder } from "./programs.js";
import type { Section } from "./section.js";

/** What a training has to do on a disk, in words, and whether it did. */
interface Case {
  readonly disk: string;
  readonly promised: string;
  /** Shell that prepares $1, the folder of the run. */
  readonly mount: string;
  holds(ending: { digest: string; complaints: string; code: number | null }, whole: string): boolean;
}

const cases: readonly Case[] = [
  {
    disk: "full from the start (tmpfs of 64 kB)",
    promised: "goes on to the end with a notice for each checkpoint",
    mount: 'mount -t tmpfs -o size=64k tmpfs "$1"',
    holds: ({ digest, complaints }, whole) => digest === whole && complaints.includes("ENOSPC"),
  },
  {
    disk: "room for one checkpoint (tmpfs of 384 kB)",
    promised: "goes on to the end; the last whole checkpoint stays",
    mount: 'mount -t tmpfs -o size=384k tmpfs "$1"',
    holds: ({ digest }, whole) => digest === whole,
  },
  {
    disk: "read-only",
    promised: "is refused before the first batch, in words",
    mount: 'mount -t tmpfs -o ro tmpfs "$1"',
    holds: ({ digest, complaints, code }) => digest === "" && code !== 0 && complaints.includes("EROFS"),
  },
];

/** Trains onto disks that are full or read-only, in a mount namespace of its own. */
export async function disks(program: string, whole: string): Promise<Section> {
  const rows: string[] = [];
  let holds = true;
  for (const each of cases) {
    const folder = join(newFolder(), "disk");
    mkdirSync(folder);
    const script = `${each.mount} && exec "$2" "$3" "$1"`;
    const command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", folder] as const;
    const ending = await runTraining([...command, process.execPath, program]);
    const isRight = each.holds({ ...ending, digest: digestIn(ending) }, whole);
    if (!isRight) console.error(each.disk, ending);
    holds &&= isRight;
    rows.push(`| ${each.disk} | ${each.promised} | ${isRight ? "yes" : "NO"} |`);
  }
  return { title: "Disks", text: ["| disk | a training | seen |", "|---|---|---|", ...rows], holds };
}
