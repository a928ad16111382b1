import { selectedDevice } from "@mnist/tensor";
import { addRecorder } from "@mnist/tensor/internal";
import { operationCases } from "./cases.js";
import { type Golden, goldenOf, goldenVersion } from "./golden.js";
import { makeInput } from "./layouts.js";
import type { OperationCase } from "./operation-case.js";

const yes = "✓";
const none = "–";

function mark(golden: readonly Golden[], part: "gradients" | "second"): string {
  return golden.some((each) => each[part] !== undefined) ? yes : none;
}

/** Whether a call needs what a graphics processor lacks: an answer at once, or float64. */
function needsProcessor({ inputs, run }: OperationCase): boolean {
  let needs = inputs.some(({ dtype }) => dtype === "float64");
  const stop = addRecorder({
    willRead: () => {
      needs = true;
    },
    record: (_primitive, _inputs, _attributes, output) => {
      needs ||= output.dtype === "float64";
    },
  });
  try {
    run(...inputs.map((spec) => makeInput(spec, selectedDevice())));
  } finally {
    stop();
  }
  return needs;
}

function row(torch: string, cases: readonly OperationCase[]): string {
  const golden = cases.map(({ name }) => goldenOf(name));
  const ours = [...new Set(cases.map((each) => `\`${each.ours}\``))].join(", ");
  const cells = [
    `\`${torch}\``,
    ours,
    cases.every(needsProcessor) ? "cpu" : "cpu, webgpu",
    yes,
    mark(golden, "gradients"),
    mark(golden, "second"),
    String(cases.length),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The document that says which of PyTorch's functions there are here, and what is checked about each. */
export function coverageTable(): string {
  const byFunction = new Map<string, OperationCase[]>();
  for (const each of operationCases)
    byFunction.set(each.torch, [...(byFunction.get(each.torch) ?? []), each]);
  const rows = [...byFunction]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([torch, cases]) => row(torch, cases));
  return `# PyTorch's functions here

${byFunction.size} functions of PyTorch in ${operationCases.length} calls. What is marked ${yes} is compared with PyTorch ${goldenVersion}:

- **value**, dtype and shape of every result, on each device, for inputs that lie in memory row by row, columns first, with
  an offset and a step, and backwards; on the processor also in float64, and as a step that is compiled;
- **gradient** (also of a compiled step) and **second gradient**, which are compared with central differences too, in float64.
  ${none} stands where there is none, or PyTorch has none.

What has to read a value before it can go on is refused on WebGPU, with an error that says so.

Made by \`node --conditions=@mnist/source --import=tsx tooling/docs/pytorch-coverage.ts\` from the table of cases in
\`packages/conformance/src/cases\`; a test fails when it is stale.

| PyTorch | here | devices | value | gradient | second gradient | calls |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}
