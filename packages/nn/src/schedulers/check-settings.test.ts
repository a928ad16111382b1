import { ArgumentError, DataError } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as optim from "../optim/index.js";
import { twoGroups } from "../testing/two-groups.js";

type SchedulerClass = new (optimizer: optim.Optimizer, options: unknown) => optim.Scheduler;

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

it("schedules tell what they were made with, defaults included", () => {
  const rule = twoGroups();
  const { gamma, stepSize } = new optim.StepLR(rule, { stepSize: 2 }).settings;
  expect([gamma, stepSize]).toEqual([0.1, 2]);
  const cycle = new optim.OneCycleLR(rule, { maxLr: 0.5, totalSteps: 10 });
  expect(cycle.settings).toMatchObject({ maxLr: [0.5, 0.5], totalSteps: 10, divFactor: 25 });
  const schedulers = [new optim.LinearLR(rule), new optim.ExponentialLR(rule, { gamma: 0.9 })];
  const sequence = new optim.SequentialLR(rule, { schedulers, milestones: [3] });
  expect(sequence.settings).toEqual({ schedulers, milestones: [3] });
});
