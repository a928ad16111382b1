// The command line tool's bundles: what a command's description loads, when the command is asked for, is one of its own.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const folder = "src/commands";
/** The bundle of src/commands/COMMAND/FILE.ts. */
const bundleOf = (command, file) => `${command}-${file}`;

/** What the descriptions, each COMMAND/command.ts, load: the files by the names of their bundles. */
export function commandEntries() {
  const commands = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  const entries = commands.flatMap(({ name }) => {
    const description = readFileSync(join(folder, name, "command.ts"), "utf8");
    const loaded = [...description.matchAll(/import\("\.\/(.+?)\.js"\)/g)].map(([, file]) => file);
    return loaded.map((file) => [bundleOf(name, file), join(folder, name, `${file}.ts`)]);
  });
  return Object.fromEntries(entries);
}

/** Leaves what a description loads to the bundle that holds it. */
export const commandsApart = {
  name: "commands apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, path, importer }) => {
      if (kind !== "dynamic-import" || basename(importer) !== "command.ts") return undefined;
      return { path: `./${bundleOf(basename(dirname(importer)), basename(path, ".js"))}.js`, external: true };
    });
  },
};
