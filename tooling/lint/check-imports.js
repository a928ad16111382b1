// Checks what the linter cannot: which package may import which, and that no file goes through its own package's index.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const allowed = {
  tensor: [],
  autograd: ["tensor"],
  nn: ["tensor", "autograd"],
  data: ["tensor"],
  learner: ["tensor", "autograd", "nn", "data"],
};

const problems = [];

for (const [name, dependencies] of Object.entries(allowed)) {
  const root = join("packages", name, "src");
  for (const file of readdirSync(root, { recursive: true })) {
    if (!/\.tsx?$/.test(file) || file.includes("assembly/")) continue;
    const path = join(root, file);
    const isTest = /\.test\.tsx?$|testing\//.test(file);
    for (const [, target] of readFileSync(path, "utf8").matchAll(/(?:from|import) "([^"]+)"/g)) {
      const [, other] = /^@mnist\/(\w+)/.exec(target) ?? [];
      if (other !== undefined && !isTest && !dependencies.includes(other)) {
        problems.push(`${path}: @mnist/${name} must not import ${target}`);
      }
      if (/^\.\.?\/(.*\/)?index\.js$/.test(target) && !isTest && !/index\.ts$|browser\.ts$/.test(file)) {
        problems.push(`${path}: imports ${target}; import the file that defines it`);
      }
    }
  }
}

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? "imports point one way" : `${problems.length} imports point the wrong way`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
