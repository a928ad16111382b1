import type { DataSource } from "../sources/urls.js";

/** The data set that the processes which are killed fetch. */
export function killedSource(sha256: string): DataSource {
  const file = { name: "set.tgz", mirrors: [], check: { of: "content", sha256 } } as const;
  return { name: "set", layout: "folder", classes: ["0"], alsoIn: [], files: [file] };
}
