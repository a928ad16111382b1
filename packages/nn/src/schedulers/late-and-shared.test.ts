import { ones } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  ConstantLR,
  CosineAnnealingLR,
  ExponentialLR,
  OneCycleLR,
  type Scheduler,
  SequentialLR,
  SGD,
  StepLR,
} from "../optim/index.js";

const parameter = () => ones([2]).requiresGrad_();
const close = (values: readonly number[]) => values.map((each) => expect.closeTo(each, 6));

describe("schedules that share an optimiser or meet later groups, as PyTorch's", () => {
  it.each<[number, number, number[][]]>([
    [
      10,
      3,
      [
        [0.06545085, 0.1648859],
        [0.05, 0.12596162],
        [0.03454915, 0.08703734],
      ],
    ],
    [
      2,
      1,
      [
        [0.0, 0.0],
        [0.05, 0.0],
        [0.1, 0.0],
        [0.05, 0.0],
        [0.0, 0.0],
      ],
    ],
  ])("CosineAnnealingLR down %i steps, a group added after %i", (tMax, before, rates) => {
    const optimizer = new SGD([parameter()], { lr: 0.1 });
    const schedule = new CosineAnnealingLR(optimizer, { tMax });
    for (let i = 0; i < before; i++) schedule.step();
    optimizer.addParamGroup({ parameters: [parameter()], lr: 0.2 });
    for (const expected of rates) {
      schedule.step();
      expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual(close(expected));
    }
  });

  it.each<[number[], number[]]>([
    [[0], [0.05, 0.05, 0.045, 0.0405, 0.03645, 0.032805]],
    [[1], [0.05, 0.1, 0.09, 0.081, 0.0729, 0.06561]],
    [[2], [0.05, 0.05, 0.1, 0.09, 0.081, 0.0729]],
    [
      [0, 2],
      [0.05, 0.05, 0.1, 0.01, 0.001, 0.0001],
    ],
  ])("SequentialLR with milestones %j", (milestones, rates) => {
    const optimizer = new SGD([parameter()], { lr: 0.1 });
    const schedulers: Scheduler[] = [
      new ConstantLR(optimizer, { factor: 0.5, totalIters: 2 }),
      new ExponentialLR(optimizer, { gamma: 0.9 }),
    ];
    if (milestones.length > 1) schedulers.push(new StepLR(optimizer, { stepSize: 1 }));
    const schedule = new SequentialLR(optimizer, { schedulers, milestones });
    const found = rates.map((_, i) => {
      if (i > 0) schedule.step();
      return optimizer.paramGroups[0]!.lr;
    });
    expect(found).toEqual(close(rates));
  });

  it("a OneCycleLR goes by the bounds of the one made last", () => {
    const optimizer = new SGD([parameter()], { lr: 0.1, momentum: 0.9 });
    const [group] = optimizer.paramGroups;
    const first = new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 10 });
    const rates = (schedule: Scheduler, steps: number) =>
      Array.from({ length: steps }, () => {
        schedule.step();
        return [group!.lr, group!.momentum];
      });
    expect(rates(first, 3)[2]).toEqual(close([0.95048463, 0.85495156]));
    const second = new OneCycleLR(optimizer, { maxLr: 0.5, totalSteps: 10 });
    expect([group!.lr, group!.momentum]).toEqual(close([0.02, 0.95]));
    expect(rates(second, 3)).toEqual(
      [
        [0.26, 0.9],
        [0.5, 0.85],
        [0.47524232, 0.85495156],
      ].map(close),
    );
    expect(rates(first, 2)).toEqual(
      [
        [0.40587283, 0.86882551],
        [0.3056311, 0.88887395],
      ].map(close),
    );
  });
});
