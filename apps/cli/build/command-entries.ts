import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const folder = "src/commands";
/** The bundle of src/commands/NAME/FILE.ts. */
const bundleOf = (command: string, file: string): string => `${command}-${file}`;

/** What the commands' descriptions load when a command is asked for: by the names of their bundles, the files. */
export function commandEntries(): Record<string, string> {
  const commands = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  const entries = commands.flatMap(({ name }) => {
    const description = readFileSync(join(folder, name, "command.ts"), "utf8");
    const loaded = [...description.matchAll(/import\("\.\/(.+?)\.js"\)/g)].map(([, file]) => file!);
    return loaded.map((file) => [bundleOf(name, file), join(folder, name, `${file}.ts`)] as const);
  });
  return Object.fromEntries(entries);
}

/** Leaves what a description loads to the bundles of their own. */
export const commandsApart: Plugin = {
  name: "commands apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, path, importer }) => {
      if (kind !== "dynamic-import" || basename(importer) !== "command.ts") return undefined;
      return { path: `./${bundleOf(basename(dirname(importer)), basename(path, ".js"))}.js`, external: true };
    });
  },
};
