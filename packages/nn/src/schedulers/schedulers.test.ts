import { ArgumentError, DataError, zeros } from "@mnist/tensor";
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

interface PlateauCase {
  readonly options: optim.ReduceLROnPlateauOptions;
  readonly figures: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

describe("ReduceLROnPlateau", () => {
  it.each(readGolden<PlateauCase>("plateaus"))("as PyTorch's: $options", ({ options, figures, rows }) => {
    const [rule, other] = [twoGroups(), twoGroups()];
    const plateau = new optim.ReduceLROnPlateau(rule, options);
    let resumed = new optim.ReduceLROnPlateau(other, options);
    figures.forEach((figure, step) => {
      plateau.step(figure);
      resumed.step(figure);
      expect(rule.paramGroups.map((group) => group.lr)).toEqual(
        rows[step]!.map((rate) => expect.closeTo(rate, 9)),
      );
      expect(resumed.getLastLr()).toEqual(plateau.getLastLr());
      const state = JSON.parse(JSON.stringify(resumed.stateDict()));
      resumed = new optim.ReduceLROnPlateau(other, options);
      resumed.loadStateDict(state);
    });
  });

  it("refuses what PyTorch refuses", () => {
    const make = (options: object) => () => new optim.ReduceLROnPlateau(twoGroups(), options);
    expect(make({ factor: 1 })).toThrow("ReduceLROnPlateau: got factor 1; expected a number below 1.");
    expect(make({ mode: "least" })).toThrow('got mode "least"; expected "min" or "max".');
    expect(make({ thresholdMode: "x" })).toThrow('got thresholdMode "x"; expected "rel" or "abs".');
    expect(make({ minLr: [0, 0, 0] })).toThrow("got 3 values of minLr; expected one for all groups, or 2");
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

describe("a sequence refuses", () => {
  const rule = twoGroups();
  const decay = (of = rule) => new optim.ExponentialLR(of, { gamma: 0.9 });
  const refused = (schedulers: readonly unknown[], milestones: readonly number[], said: string) => {
    const make = () =>
      new optim.SequentialLR(rule, { schedulers: schedulers as optim.Scheduler[], milestones });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(said);
  };

  it("schedules of another optimiser, and those that go by a figure", () => {
    refused([decay(), decay(twoGroups())], [5], "got ExponentialLR of another optimiser");
    refused(
      [decay(), new optim.ReduceLROnPlateau(rule)],
      [5],
      "got ReduceLROnPlateau in place of a schedule",
    );
    refused([decay(), null], [5], "got null in place of a schedule");
  });

  it("milestones that do not ascend, and too many", () => {
    refused([decay(), decay(), decay()], [5, 3], "got milestones [5, 3]; expected ascending steps.");
    refused([decay(), decay()], [1.5], "got milestone 1.5; expected a whole number from 0 up.");
    refused([decay(), decay()], [1, 2], "got 2 schedules and 2 milestones");
  });
});

describe("settings of schedules", () => {
  const refusals: readonly (readonly [string, unknown, string])[] = [
    ["LambdaLR", () => 1, "in place of options; expected { lrLambda }."],
    ["LambdaLR", { lambda: () => 1 }, "got an option lambda; expected one of { lrLambda }."],
    ["LambdaLR", { lrLambda: 0.9 }, "got lrLambda 0.9; expected a function, or one for each group."],
    ["MultiplicativeLR", {}, "got no lrLambda"],
    ["OneCycleLR", { maxLr: 1, totalSteps: 9, annealStrategy: "x" }, 'annealStrategy "x"; expected "cos" or'],
    ["OneCycleLR", { totalSteps: 9 }, "OneCycleLR: got no maxLr; expected { maxLr, totalSteps, … }."],
    ["OneCycleLR", { maxLr: "1", totalSteps: 9 }, 'got maxLr "1"; expected a number, or one for each group.'],
    ["ExponentialLR", {}, "got no gamma"],
    ["ExponentialLR", undefined, "got no gamma"],
    ["ExponentialLR", { gamma: "0.9" }, 'got gamma "0.9"; expected a number.'],
    ["ExponentialLR", { gamma: Number.NaN }, "got gamma NaN; expected a number."],
    ["CyclicLR", { baseLr: 1 }, "CyclicLR: got no maxLr; expected { baseLr, maxLr, … }."],
    ["MultiStepLR", {}, "got no milestones"],
    ["MultiStepLR", { milestones: 5 }, "got milestones 5; expected a list."],
    ["StepLR", { stepSize: undefined }, "got no stepSize"],
    ["CosineAnnealingLR", {}, "got no tMax"],
    ["CosineAnnealingWarmRestarts", {}, "got no t0"],
    ["FitOneCycle", undefined, "got no totalSteps"],
    ["SequentialLR", {}, "got no schedulers"],
    ["ReduceLROnPlateau", { patience: "1" }, 'got patience "1"; expected a number.'],
  ];

  it.each(refusals)("are refused where they are wrong: %s %o", (name, options, said) => {
    const rule = twoGroups();
    const make = () => new (Reflect.get(optim, name) as SchedulerClass)(rule, options);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(said);
    expect(rule.paramGroups.map((group) => group.lr)).toEqual([0.1, 0.02]);
  });

  it("that are undefined are the defaults", () => {
    const rule = twoGroups();
    const plateau = new optim.ReduceLROnPlateau(rule, { patience: undefined as never });
    for (let step = 0; step < 12; step++) plateau.step(1);
    expect(rule.paramGroups[0]!.lr).toBeCloseTo(0.01, 9);
    new optim.OneCycleLR(rule, { maxLr: 0.5, totalSteps: 10, divFactor: undefined as never });
    expect(rule.paramGroups[0]!.lr).toBeCloseTo(0.02, 9);
  });
});

describe("CosineAnnealingWarmRestarts", () => {
  const make = () => {
    const rule = new optim.SGD([parameter()], { lr: 0.1 });
    const options = { t0: 4, tMult: 2, etaMin: 0.001 };
    return { rule, schedule: new optim.CosineAnnealingWarmRestarts(rule, options) };
  };

  it("goes to steps that are not whole, as PyTorch's does", () => {
    let { rule, schedule } = make();
    const epochs = [
      undefined,
      0.5,
      undefined,
      undefined,
      2.25,
      9.5,
      undefined,
      undefined,
      undefined,
      3.75,
      undefined,
    ];
    const rows = [
      [0.085501786, 1],
      [0.096232037, 0],
      [0.06944283, 1],
      [0.03155717, 2],
      [0.040843029, 2],
      [0.022999273, 9],
      [0.009342254, 10],
      [0.001951129, 11],
      [0.099761644, 12],
      [0.001951129, 3],
      [0.097868547, 4],
    ] as const;
    rows.forEach(([rate, lastEpoch], i) => {
      schedule.step(epochs[i]);
      expect(rule.paramGroups[0]!.lr).toBeCloseTo(rate, 8);
      expect(schedule.lastEpoch).toBe(lastEpoch);
      const state = JSON.parse(JSON.stringify(schedule.stateDict()));
      ({ rule, schedule } = make());
      schedule.loadStateDict(state);
    });
    schedule.moveTo(0.5);
    expect(rule.paramGroups[0]!.lr).toBeCloseTo(0.096232037, 8);
    schedule.restart();
    expect(rule.paramGroups[0]!.lr).toBe(0.1);
  });

  it("refuses steps before the first", () => {
    const { schedule } = make();
    expect(() => schedule.step(-1)).toThrow("got step -1; expected a number from 0 up.");
    expect(() => schedule.moveTo(Number.NaN)).toThrow(ArgumentError);
  });
});

it("schedules refuse what is no state of theirs", () => {
  const rule = twoGroups();
  const decay = new optim.ExponentialLR(rule, { gamma: 0.9 });
  for (const schedule of [decay, new optim.ReduceLROnPlateau(rule)]) {
    for (const state of [{}, null]) {
      expect(() => schedule.loadStateDict(state as never)).toThrow(DataError);
      expect(() => schedule.loadStateDict(state as never)).toThrow("scheduler.loadStateDict: got");
    }
  }
});
