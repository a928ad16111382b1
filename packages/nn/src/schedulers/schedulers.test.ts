import { describe, expect, it } from "vitest";
import * as optim from "../optim/index.js";
import { readGolden } from "../testing/golden.js";
import { parameter, twoGroups } from "../testing/two-groups.js";

interface SchedulerCase {
  readonly scheduler: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Learning rate and momentum of the first group and learning rate of the second, before each step. */
  readonly rows: readonly (readonly [number, number, number])[];
}

type SchedulerClass = new (optimizer: optim.Optimizer, options: unknown) => optim.Scheduler;

function make(
  { scheduler, options }: Pick<SchedulerCase, "scheduler" | "options">,
  rule: optim.Optimizer,
): optim.Scheduler {
  if (scheduler === "SequentialLR") {
    return new optim.SequentialLR(rule, {
      schedulers: [
        new optim.LinearLR(rule, { startFactor: 0.1, totalIters: 10 }),
        new optim.ExponentialLR(rule, { gamma: 0.9 }),
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
    after.loadStateDict(before.stateDict());
    resumed.loadStateDict(JSON.parse(JSON.stringify(schedule.stateDict())));
    schedule.step();
    resumed.step();
    expect(resumed.getLastLr()).toEqual(schedule.getLastLr());
    expect(resumed.lastEpoch).toBe(14);
  });
});

interface Scenario {
  readonly schedulers: readonly Pick<SchedulerCase, "scheduler" | "options">[];
  /** The step before which the first group's rate is halved by hand, and that before which a group is added. */
  readonly halve: number | null;
  readonly add: number | null;
  /** The step at which one schedule follows the other, where they are not beside each other. */
  readonly milestone?: number;
  /** All groups' rates before each step. */
  readonly rows: readonly (readonly number[])[];
}

const lambdas: Readonly<Record<string, optim.LrLambda>> = {
  "0.9 ** epoch": (epoch) => 0.9 ** epoch,
  "1 / (1 + epoch)": (epoch) => 1 / (1 + epoch),
};

const golden = ["scheduler-scenarios", "scheduler-combinations"].flatMap((name) =>
  readGolden<Scenario>(name),
);
const scenarios = golden.map((each) => {
  const names = each.schedulers
    .map(({ scheduler }) => scheduler)
    .join(each.milestone === undefined ? " and " : ", then ");
  const hand = each.halve === null ? "" : ", a rate halved by hand";
  return [`${names}${hand}${each.add === null ? "" : ", a group added later"}`, each] as const;
});

describe("schedulers beside each other, beside a person's hand, and with groups added later", () => {
  it.each(scenarios)("%s", (_name, { schedulers, halve, add, milestone, rows }) => {
    const rule = twoGroups();
    const made = schedulers.map(({ scheduler, options }) => {
      const lambda = lambdas[String(options.lrLambda)];
      return make({ scheduler, options: lambda ? { lrLambda: lambda } : options }, rule);
    });
    const schedules =
      milestone === undefined
        ? made
        : [new optim.SequentialLR(rule, { schedulers: made, milestones: [milestone] })];
    rows.forEach((expected, step) => {
      if (step === halve) rule.paramGroups[0]!.lr *= 0.5;
      if (step === add) rule.addParamGroup({ parameters: [parameter()], lr: 0.05 });
      const rates = rule.paramGroups.map((group) => group.lr);
      expect(rates, `step ${step}`).toEqual(expected.map((rate) => expect.closeTo(rate, 8)));
      for (const schedule of schedules) schedule.step();
    });
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
    const cycles = (options: Partial<optim.OneCycleOptions>) => () =>
      new optim.OneCycleLR(rule, { maxLr: 1, totalSteps: 10, ...options });
    expect(cycles({ pctStart: 1 })).toThrow("OneCycleLR: got pctStart 1 of 10 steps, a stretch of none");
    expect(cycles({ pctStart: 0.1 })).toThrow("a stretch of none");
    expect(cycles({ maxLr: [1, 2, 3] })).toThrow("got 3 values of maxLr; expected one for all groups, or 2");
    expect(() => new optim.LinearLR(rule, { startFactor: 0 })).toThrow(
      "got startFactor 0; expected a share above 0, to 1",
    );
    expect(() => new optim.CyclicLR(rule, { baseLr: 0.1, maxLr: 1, mode: "square" as "triangular" })).toThrow(
      'got mode "square"; expected triangular, triangular2, exp_range',
    );
    expect(() => new optim.CosineAnnealingLR(rule, { tMax: 0.5 })).toThrow("CosineAnnealingLR: got tMax 0.5");
  });
});
