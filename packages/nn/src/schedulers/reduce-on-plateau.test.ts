import { describe, expect, it } from "vitest";
import * as optim from "../optim/index.js";
import { readGolden } from "../testing/golden.js";
import { twoGroups } from "../testing/two-groups.js";

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
