// Checks what a minifier would break: a class that a package exports carries its name as data, since it is read at run time.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const entries = /^(index|browser|internal|optim\/index|formats\/index|backend\/webgpu\/(index|browser))\.ts$/;

/** The files that an entry hands on, each with the names of its classes that are exported. */
function* exportedClasses(entry) {
  const text = readFileSync(entry, "utf8");
  for (const [, list, file] of text.matchAll(/export (\{[^}]*\}|\*) from "(\.[^"]+)\.js"/g)) {
    const path = join(dirname(entry), `${file}.ts`);
    const source = readFileSync(path, "utf8");
    const names = new Set(list.replaceAll(/type \w+/g, "").match(/\w+/g));
    const classes = [...source.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => name);
    yield { path, source, classes: classes.filter((name) => list === "*" || names.has(name)) };
  }
}

const problems = new Set();
for (const name of readdirSync("packages")) {
  const root = join("packages", name, "src");
  const files = readdirSync(root, { recursive: true }).filter((file) => entries.test(file));
  for (const { path, source, classes } of files.flatMap((file) => [...exportedClasses(join(root, file))])) {
    for (const type of classes) {
      const line = `readonly name: string = "${type}";`;
      if (!source.includes(line)) problems.add(`${path}: add \`static override ${line}\` to class ${type}`);
    }
  }
}

for (const problem of problems) console.error(problem);
console.log(problems.size === 0 ? "classes say their names" : `${problems.size} classes without a name`);
process.exitCode = problems.size === 0 ? 0 : 1;
