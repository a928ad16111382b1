// Checks what the linter cannot: which package may import which, that only packages use the internal doors of their
// sisters, that no file goes through its own package's index, that an index lists its names, and that files do not import
// each other in a circle.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importCycles } from "./import-cycles.js";

const allowed = {
  tensor: [],
  conformance: ["tensor"],
  autograd: ["tensor"],
  nn: ["tensor", "autograd"],
  data: ["tensor"],
  learner: ["tensor", "autograd", "nn", "data"],
};

/** What an index may hand on whole: another list of names, and the class that other packages add members to. */
const wholesale = new Set(["./browser.js", "./tensor.js"]);

const problems = [];

for (const [name, dependencies] of Object.entries(allowed)) {
  const root = join("packages", name, "src");
  for (const file of readdirSync(root, { recursive: true })) {
    if (!/\.tsx?$/.test(file) || file.includes("assembly/")) continue;
    const path = join(root, file);
    const isTest = /\.test\.tsx?$|testing\//.test(file);
    const text = readFileSync(path, "utf8");
    for (const [, target] of text.matchAll(/export \* from "([^"]+)"/g)) {
      if (!isTest && !wholesale.has(target))
        problems.push(`${path}: export * from ${target}; list the names`);
    }
    for (const [, target] of text.matchAll(/(?:from|import) "([^"]+)"/g)) {
      const [, other] = /^@mnist\/(\w+)/.exec(target) ?? [];
      if (other !== undefined && !isTest && !dependencies.includes(other)) {
        problems.push(`${path}: @mnist/${name} must not import ${target}`);
      }
      if (target.startsWith(".") && !join(path, "..", target).startsWith(join("packages", name)) && !isTest) {
        problems.push(`${path}: imports ${target} of another package; import the package`);
      }
      if (/^\.\.?\/(.*\/)?index\.js$/.test(target) && !isTest && !/index\.ts$|browser\.ts$/.test(file)) {
        problems.push(`${path}: imports ${target}; import the file that defines it`);
      }
    }
  }
}

/** All but @mnist/tensor, whose devices and operations know each other. */
const untied = [
  ...["conformance", "autograd", "nn", "data", "learner"].map((name) => join("packages", name, "src")),
  ...["cli", "playground", "examples"].map((name) => join("apps", name, "src")),
];
for (const root of untied) {
  for (const files of importCycles(root)) {
    problems.push(
      `${files.join(", ")}: import each other in a circle; give what they share a file of its own`,
    );
  }
}

for (const root of ["apps", "tooling"]) {
  for (const file of readdirSync(root, { recursive: true })) {
    if (!/\.tsx?$/.test(file) || /node_modules|dist/.test(file)) continue;
    const path = join(root, file);
    const [door] = /@mnist\/\w+\/internal(?=")/.exec(readFileSync(path, "utf8")) ?? [];
    if (door !== undefined) problems.push(`${path}: ${door} is for the packages beside it`);
  }
}

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? "imports point one way" : `${problems.length} imports point the wrong way`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
