// The architecture as the imports have it: which package asks for which, and how many files of each do.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { libraries, workspace } from "./sources.js";

const parts = [...libraries.map((name) => `packages/${name}`), "apps/cli", "apps/playground"];
const labelOf = (part: string) => part.replace("packages/", "@mnist/").replace("apps/", "");

interface Part {
  readonly label: string;
  readonly files: number;
  readonly lines: number;
  /** Files that import another part, by its label. */
  readonly imports: ReadonlyMap<string, number>;
}

function read(part: string): Part {
  const root = join(workspace, part, "src");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|testing|golden|embedded|assembly/.test(name),
  );
  const imports = new Map<string, number>();
  let lines = 0;
  for (const name of names) {
    const text = readFileSync(join(root, name), "utf8");
    lines += text.split("\n").length;
    const targets = [...text.matchAll(/from "(@mnist\/\w+)/g)].map(([, target]) => target!);
    for (const target of new Set(targets)) imports.set(target, (imports.get(target) ?? 0) + 1);
  }
  return { label: labelOf(part), files: names.length, lines, imports };
}

/** Where each part stands in the drawing: column and row. */
const places: Readonly<Record<string, readonly [number, number]>> = {
  "@mnist/tensor": [0, 1],
  "@mnist/autograd": [1, 0],
  "@mnist/nn": [2, 0],
  "@mnist/data": [1.5, 2],
  "@mnist/learner": [3, 1],
  cli: [4, 0],
  playground: [4, 2],
};
const [width, height] = [132, 56];
const leftOf = (label: string) => 10 + places[label]![0] * 178;
const topOf = (label: string) => 10 + places[label]![1] * 84;

function drawing(all: readonly Part[]): string {
  const arrows = all.flatMap((part) =>
    [...part.imports]
      .filter(([target]) => target !== part.label && target in places)
      .map(([target, count]) => {
        const [x1, y1] = [leftOf(part.label), topOf(part.label) + height / 2];
        const [x2, y2] = [leftOf(target) + width + 4, topOf(target) + height / 2];
        return `<path d="M${x1},${y1} C${(x1 + x2) / 2},${y1} ${(x1 + x2) / 2},${y2} ${x2},${y2}" fill="none" stroke="#4b6a88" stroke-width="${(1 + Math.log2(count) / 2).toFixed(1)}" marker-end="url(#tip)"/>`;
      }),
  );
  const boxes = all.map(
    ({ label, files }) => `<g transform="translate(${leftOf(label)},${topOf(label)})">
<rect width="${width}" height="${height}" rx="8" fill="#eef3f8" stroke="#4b6a88"/>
<text x="${width / 2}" y="25" text-anchor="middle" font-weight="600">${label}</text>
<text x="${width / 2}" y="43" text-anchor="middle" font-size="12">${files} files</text></g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 870 250" font-family="sans-serif" font-size="14" fill="#1b2733">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#4b6a88"/></marker></defs>
${arrows.join("\n")}
${boxes.join("\n")}
</svg>`;
}

/** The page's text, and its drawing. */
export function architecture(): { readonly markdown: string; readonly svg: string } {
  const all = parts.map(read);
  const rows = all.map(({ label, files, lines, imports }) => {
    const asks = [...imports]
      .filter(([target]) => target !== label)
      .map(([name, count]) => `${name} (${count})`);
    return `| ${label} | ${files} | ${lines} | ${asks.sort().join(", ") || "nothing"} |`;
  });
  const markdown = `# Architecture

Every arrow is an import that is there today, thicker where more files have it; the drawing is made of the sources when
these pages are built. Nothing points back, which the lint holds.

<img class="drawing" src="./architecture.svg" alt="The packages and who imports whom; the table below says the same">

| part | files | lines | imports (files that do) |
|---|---|---|---|
${rows.join("\n")}

- **One door.** \`dispatch(primitive, inputs, attributes)\` is the only way into a device. It checks devices and dtypes,
  infers the shape, runs the kernel and tells a recorder, which is how autograd and compiled steps see everything.
- **Pointwise operations are rows, structural ones files, all else composite functions.** A row is one expression, from which
  JavaScript, WebAssembly and WGSL kernels are made.
- **Gradients are one table** over the primitives' type: one without a rule does not compile.
- **A step is recorded, then replayed** with memory planned once, where that gives the same numbers, and run as it is
  otherwise.

[How a batch goes from data set to weight](./contributing.md#where-things-are), in five files.
[Why things are as they are](./decisions/index.md).
`;
  return { markdown, svg: drawing(all) };
}
