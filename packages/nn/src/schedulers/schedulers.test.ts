import { zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as optim from "../optim/index.js";
import { Parameter } from "../parameter.js";
import { readGolden } from "../testing/golden.js";

interface SchedulerCase {
  readonly scheduler: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Learning rate and momentum of the first group and learning rate of the second, before each step. */
  readonly rows: readonly (readonly [number, number, number])[];
}

type SchedulerClass = new (optimizer: optim.Optimizer, options: unknown) => optim.Scheduler;

const parameter = () => new Parameter(zeros([1]));
const twoGroups = () =>
  new optim.SGD([{ parameters: [parameter()] }, { parameters: [parameter()], lr: 0.02 }], {
    lr: 0.1,
    momentum: 0.9,
  });

function make({ scheduler, options }: SchedulerCase, rule: optim.Optimizer): optim.Scheduler {
  if (scheduler === "SequentialLR") {
    return new optim.SequentialLR(rule, {
      schedulers: [
        (each) => new optim.LinearLR(each, { startFactor: 0.1, totalIters: 10 }),
        (each) => new optim.ExponentialLR(each, { gamma: 0.9 }),
      ],
      milestones: [10],
    });
  }
  return new (Reflect.get(optim, scheduler) as SchedulerClass)(rule, options);
}

const cases = readGolden<SchedulerCase>("schedulers").map(
  (each) => [each.scheduler, JSON.stringify(each.options), each] as const,
);

describe("schedulers against PyTorch and fastai, 50 steps", () => {
  it.each(cases)("%s %s", (_name, _options, golden) => {
    const rule = twoGroups();
    const [first, second] = rule.paramGroups;
    const schedule = make(golden, rule);
    golden.rows.forEach(([lr, momentum, secondLr], step) => {
      for (const [actual, expected] of [
        [first!.lr, lr],
        [first!.momentum, momentum],
        [second!.lr, secondLr],
      ] as const)
        expect(Math.abs(actual - expected), `step ${step}`).toBeLessThanOrEqual(1e-12 + 1e-9 * expected);
      schedule.step();
    });
  });

  it.each(cases)("goes on where it stood: %s %s", (_name, _options, golden) => {
    const [before, after] = [twoGroups(), twoGroups()];
    const schedule = make(golden, before);
    for (let step = 0; step < 13; step++) schedule.step();
    const resumed = make(golden, after);
    resumed.loadStateDict(JSON.parse(JSON.stringify(schedule.stateDict())));
    schedule.step();
    resumed.step();
    expect(resumed.getLastLr()).toEqual(schedule.getLastLr());
    expect(resumed.lastEpoch).toBe(14);
  });
});

describe("schedulers", () => {
  it("turn Adam's first beta where there is no momentum", () => {
    const rule = new optim.Adam([parameter()]);
    new optim.FitOneCycle(rule, { totalSteps: 10, lrMax: 0.1 });
    expect(rule.paramGroups[0]!.betas[0]).toBeCloseTo(0.95, 12);
    expect(rule.paramGroups[0]!.betas[1]).toBe(0.999);
  });

  it("say what is wrong", () => {
    const rule = twoGroups();
    const cycle = new optim.OneCycleLR(rule, { maxLr: 1, totalSteps: 2 });
    cycle.step();
    cycle.step();
    expect(() => cycle.step()).toThrow(
      "OneCycleLR: got step 3; expected at most 2 steps, as totalSteps says.",
    );
    expect(() => new optim.StepLR(rule, { stepSize: 0 })).toThrow("StepLR: got stepSize 0");
    expect(() => new optim.OneCycleLR(new optim.Adagrad([parameter()]), { maxLr: 1, totalSteps: 2 })).toThrow(
      "Try { cycleMomentum: false }.",
    );
    expect(() => new optim.CosineAnnealingLR(rule, { tMax: 0.5 })).toThrow("CosineAnnealingLR: got tMax 0.5");
  });
});
