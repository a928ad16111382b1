// Prints the table of operation cases as JSON, for ops.py to compute in PyTorch.
import { operationCases } from "../../packages/conformance/src/cases.js";
import { isDifferentiable } from "../../packages/conformance/src/operation-case.js";

/** JSON has no NaN, no infinities and no −0: those are strings. */
function text(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

const cases = operationCases.map((each) => ({
  name: each.name,
  python: each.python,
  narrow: each.narrow ?? false,
  double: each.double ?? true,
  inputs: each.inputs.map((input) => ({
    dtype: input.dtype,
    shape: input.shape,
    data: input.data.map(text),
    differentiable: isDifferentiable(each, input),
  })),
}));
process.stdout.write(JSON.stringify(cases));
