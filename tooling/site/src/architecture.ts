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

/** Where each part stands in the drawing: column and row. What imports is above what it imports. */
const places: Readonly<Record<string, readonly [number, number]>> = {
  cli: [0.4, 0],
  playground: [1.6, 0],
  "@mnist/learner": [1, 1],
  "@mnist/nn": [0, 2],
  "@mnist/data": [2, 2],
  "@mnist/autograd": [0.6, 3],
  "@mnist/tensor": [1.4, 4],
};
const [width, height] = [136, 52];
const leftOf = (label: string) => 6 + places[label]![0] * 158;
const topOf = (label: string) => 6 + places[label]![1] * 92;

function arrow(from: string, to: string, files: number): string {
  const [x1, y1] = [leftOf(from) + width / 2, topOf(from) + height];
  const [x2, y2] = [leftOf(to) + width / 2, topOf(to) - 5];
  const [bend1, bend2] = [y1 + (y2 - y1) * 0.45, y2 - (y2 - y1) * 0.45];
  const thickness = (0.8 + Math.log2(files) / 3).toFixed(1);
  return `<path d="M${x1},${y1} C${x1},${bend1} ${x2},${bend2} ${x2},${y2}" stroke-width="${thickness}" marker-end="url(#tip)"/>`;
}

function drawing(all: readonly Part[]): string {
  const arrows = all.flatMap((part) =>
    [...part.imports]
      .filter(([target]) => target !== part.label && target in places)
      .map(([target, count]) => arrow(part.label, target, count)),
  );
  const boxes = all.map(
    ({ label, files }) => `<g transform="translate(${leftOf(label)},${topOf(label)})">
<rect width="${width}" height="${height}" rx="8" fill="#eef3f8" stroke="#4b6a88"/>
<text x="${width / 2}" y="22" text-anchor="middle" font-weight="600">${label}</text>
<text x="${width / 2}" y="41" text-anchor="middle" font-size="13">${files} files</text></g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="520" viewBox="0 0 464 432" font-family="sans-serif" font-size="15" fill="#1b2733">
<defs><marker id="tip" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#4b6a88"/></marker></defs>
<g fill="none" stroke="#7b93ab">
${arrows.join("\n")}
</g>
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
    return `| ${label} | ${files} | ${lines.toLocaleString("en")} | ${asks.sort().join(", ") || "nothing"} |`;
  });
  const markdown = `# Architecture

Every arrow leads from a part to one that it imports, and is thicker where more files do. The drawing and the table are made
from the sources when these pages are built. No arrow points back up: \`pnpm lint\` refuses such an import.

<img class="drawing" src="./architecture.svg" width="520" alt="The packages and which imports which; the table below says the same">

| part | files | lines | imports (how many files do) |
|---|---:|---:|---|
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
