import { ArgumentError } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as optim from "../optim/index.js";
import { parameter } from "../testing/two-groups.js";

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
