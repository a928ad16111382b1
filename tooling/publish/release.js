// All that a release is before a person publishes it: versions, builds, checks, and packages tried from a registry here.
//   node tooling/publish/release.js [--rehearse]    --rehearse goes on where identity.json is still empty
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { rehearse: { type: "boolean", default: false } } });
const node = process.execPath;
const tool = (name) => fileURLToPath(new URL(name, import.meta.url));

const steps = [
  ["what npm shows of the packages", [node, tool("check-identity.js")], { mayFail: values.rehearse }],
  ["versions and changelogs", [node, tool("version.js")]],
  ["build", ["npm", "run", "build"]],
  ["lint", ["npm", "run", "lint"]],
  ["types", ["npm", "run", "types"]],
  ["tests", ["npm", "test"]],
  ["packed, sent to a registry on this machine, installed from it and run", ["npm", "run", "published"]],
];

for (const [index, [title, [command, ...args], { mayFail = false } = {}]] of steps.entries()) {
  console.log(`\n${index + 1}/${steps.length} ${title}`);
  const shell = process.platform === "win32" && command === "npm";
  const { status } = spawnSync(command, args, { stdio: "inherit", shell });
  if (status === 0 || mayFail) continue;
  console.error(`\nNot released: step ${index + 1}, ${title}.`);
  process.exit(status ?? 1);
}
console.log("\nReady. Look at the versions, commit them, and send the packages: pnpm release:publish");
