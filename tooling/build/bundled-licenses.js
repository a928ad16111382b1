// Lays the licences of the packages that a bundle holds beside it, as they ask for.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the package that a module is of; null for modules of the workspace. */
const packageOf = (path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null;

function licenseOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${folder}: got no licence; expected one to go with its code.`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}

/** Those that bundles built so far hold: several may lie in one folder. */
const folders = new Set();

export const bundledLicenses = {
  name: "bundled licenses",
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ metafile }) => {
      if (metafile === undefined) return; // the build failed
      for (const path of Object.keys(metafile.inputs)) folders.add(packageOf(path));
      folders.delete(null);
      const { outdir } = build.initialOptions;
      mkdirSync(outdir, { recursive: true });
      // pnpm packs the project's own LICENSE only where no other file is named so.
      writeFileSync(
        join(outdir, "third-party-notices.txt"),
        [...folders].sort().map(licenseOf).join("\n---\n\n"),
      );
    });
  },
};
