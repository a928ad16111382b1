import { compile, cpu, manualSeed, randn, type Tensor } from "@mnist/tensor";
import { expect, it } from "vitest";
import { operationCases } from "./cases.js";
import { makeInput } from "./layouts.js";
import { outputsOf } from "./operation-case.js";

/** What an eager run and a replay differ in, bit by bit. */
function differences(
  step: (...inputs: Tensor[]) => readonly Tensor[],
  make: () => readonly Tensor[],
): readonly string[] {
  const compiled = compile(step);
  const eager = step(...make());
  const replayed = compiled(...make());
  compiled.release();
  return eager.flatMap((output, i) => {
    const [expected, actual] = [output.contiguous().dataSync(), replayed[i]!.contiguous().dataSync()];
    const at = expected.findIndex((value, j) => !Object.is(value, actual[j]));
    return at < 0 ? [] : [`output ${i} at ${at}: ${actual[at]} replayed, ${expected[at]} eager`];
  });
}

it("a replay gives the bits of an eager run: every case of the table", () => {
  const found = operationCases.flatMap(({ name, inputs, run }) => {
    const make = () => inputs.map((spec) => makeInput(spec, cpu));
    return differences((...given) => outputsOf(run(...given)), make).map((each) => `${name}: ${each}`);
  });
  expect(found).toEqual([]);
});

const steps: Record<string, (x: Tensor, w: Tensor) => readonly Tensor[]> = {
  "a layer and its loss": (x, w) => {
    const scores = x.matmul(w).tanh().matmul(w.t());
    return [scores.logSoftmax(1).mean(), scores.softmax(0), scores.gelu().sum([0, 1])];
  },
  "sums over either axis": (x, w) => [x.exp().sum(0), x.sum(1), x.mul(x).mean(), w.t().sum(1), x.t().amax(0)],
  "long chains": (x) => [x.sigmoid().mul(x).erf().add(1).log().sub(x.abs().sqrt().log1p()).expm1()],
};

it.each(Object.entries(steps))("a replay gives the bits of an eager run: %s", (_name, step) => {
  const make = (): Tensor[] => {
    manualSeed(6);
    return [randn([130, 70]), randn([70, 90])];
  };
  expect(differences(step, make)).toEqual([]);
});
