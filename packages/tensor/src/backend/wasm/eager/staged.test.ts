import { expect, it } from "vitest";
import { compile, conv2d, manualSeed, randn, tensor, zeros } from "../../../index.js";
import { loadKernels } from "../engine/module.js";

it("tells views apart that begin at one place with the same strides", () => {
  const x = randn([64, 512]);
  const sum = x.narrow(0, 0, 1).add(x);
  const last = x.select(0, 63).add(x.select(0, 0));
  expect(sum.select(0, 63).arraySync()).toEqual(last.arraySync());
});

it("reads what a compiled step keeps in linear memory where it lies, and what was written there since", () => {
  manualSeed(1);
  const [weights, images] = [randn([30, 40]), randn([5, 50])];
  const filters = randn([2, 1, 3, 3]);
  const pictures = randn([1, 1, 8, 8]);
  const expected = () => [
    images.slice(1, 7, 37).matmul(weights.clone()),
    weights.clone().t().matmul(weights.clone()),
    conv2d(pictures, filters.clone()),
  ];
  const step = compile(() => [weights.add_(1).sum(), filters.mul_(2).sum()]);
  for (let turn = 0; turn < 3; turn++) {
    step();
    weights.put_([turn, 2], tensor(9));
    const outputs = [
      images.slice(1, 7, 37).matmul(weights),
      weights.t().matmul(weights),
      conv2d(pictures, filters),
    ];
    expect(outputs.map((each) => each.dataSync())).toEqual(expected().map((each) => each.dataSync()));
  }
  expect(step.explain()).toContain("groups");
});

it("keeps in linear memory what is read often as it is, and reads what was written to it since", () => {
  manualSeed(2);
  const { heap } = loadKernels()!;
  const weights = randn([300, 200]);
  const rows = [randn([1, 200]), randn([3, 200])];
  for (const row of rows) row.matmul(weights.clone().t());
  const before = heap.inUse;
  for (let turn = 0; turn < 30; turn++) {
    if (turn < 8 || turn > 25) weights.mul_(-1).select(0, turn).fill_(turn);
    for (const row of rows) {
      const found = row.matmul(weights.t());
      expect(found.dataSync()).toEqual(row.matmul(weights.clone().t()).dataSync());
    }
    // Two readings a turn, and no change from turn 7 on.
    expect(heap.inUse - before).toBe(turn < 11 ? 0 : 300 * 200 * 4);
  }
});

it("leaves what is too much to keep where it is", () => {
  const { heap } = loadKernels()!;
  const [row, weights] = [zeros([1, 4200]), zeros([4200, 4096])];
  row.matmul(weights);
  const before = heap.inUse;
  for (let turn = 0; turn < 12; turn++) row.matmul(weights);
  expect(heap.inUse).toBe(before);
});
