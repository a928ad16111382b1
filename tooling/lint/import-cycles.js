// Finds circles of imports inside a package, imports of types included: its parts then cannot be read one after another.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";

const importing = /(?:from|import) "(\.[^"]+)"/g;

/** The files that each file of a folder imports. */
function importsIn(root) {
  const files = readdirSync(root, { recursive: true })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|testing\/|assembly\//.test(file))
    .map((file) => join(root, file));
  return new Map(files.map((file) => [file, targetsOf(file)]));
}

function targetsOf(file) {
  const targets = [...readFileSync(file, "utf8").matchAll(importing)].map(([, target]) => target);
  return targets.flatMap((target) => {
    const path = normalize(join(file, "..", target.replace(/\.js$/, "")));
    return [`${path}.ts`, `${path}.tsx`].filter((each) => existsSync(each));
  });
}

/** The circles, each as the files along it. @source Tarjan 1972, Depth-first search and linear graph algorithms */
export function importCycles(root) {
  const imports = importsIn(root);
  const numbers = new Map();
  const lowest = new Map();
  const path = [];
  const cycles = [];
  const visit = (file) => {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file));
    path.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!numbers.has(target)) visit(target);
      if (path.includes(target)) lowest.set(file, Math.min(lowest.get(file), lowest.get(target)));
    }
    if (lowest.get(file) !== numbers.get(file)) return;
    const circle = path.splice(path.indexOf(file));
    if (circle.length > 1) cycles.push(circle);
  };
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file);
  return cycles;
}
