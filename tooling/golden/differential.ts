// Answers the calls that differential.py made and prints, function by function, where PyTorch answered otherwise.
import { readFileSync } from "node:fs";
import "../../packages/autograd/src/index.js";
import { type Call, complaint } from "../../packages/autograd/src/testing/calls.js";

const calls = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Call[];
const found = new Map<string, string[]>();
for (const call of calls) {
  const wrong = complaint(call);
  if (wrong !== null) found.set(call.name, [...(found.get(call.name) ?? []), `${call.shown}: ${wrong}`]);
}
for (const [name, lines] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`\n${name}: ${lines.length}`);
  for (const line of lines.slice(0, 6)) console.log(`  ${line}`);
}
const different = [...found.values()].reduce((sum, lines) => sum + lines.length, 0);
console.log(`\n${calls.length} calls, ${different} differ`);
