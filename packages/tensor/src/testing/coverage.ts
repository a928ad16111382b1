import { operationCases } from "./cases.js";
import { type Golden, goldenOf, goldenVersion } from "./golden.js";
import type { OperationCase } from "./operation-case.js";

const yes = "✓";
const none = "–";

function mark(golden: readonly Golden[], part: "gradients" | "second"): string {
  return golden.some((each) => each[part] !== undefined) ? yes : none;
}

function row(torch: string, cases: readonly OperationCase[]): string {
  const golden = cases.map(({ name }) => goldenOf(name));
  const ours = [...new Set(cases.map((each) => `\`${each.ours}\``))].join(", ");
  const cells = [
    `\`${torch}\``,
    ours,
    String(cases.length),
    yes,
    mark(golden, "gradients"),
    mark(golden, "second"),
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

${byFunction.size} functions of PyTorch in ${operationCases.length} cases. Every value is compared with PyTorch ${goldenVersion}'s on each
device, for inputs that lie in memory row by row, columns first, with an offset and a step, and backwards. Every gradient
and second gradient marked ${yes} is compared with PyTorch's and, in float64, with central differences; ${none} stands where a
function has none.

Made by \`node --conditions=@mnist/source --import=tsx tooling/docs/pytorch-coverage.ts\` from the table of cases in
\`packages/tensor/src/testing/cases\`; a test fails when it is stale.

| PyTorch | here | cases | value | gradient | second gradient |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
}
