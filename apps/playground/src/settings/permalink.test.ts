import { describe, expect, it } from "vitest";
import { complaint, formatSettings, parseSettings } from "./permalink.js";
import { defaultSettings } from "./recipes.js";

describe("settings in an address", () => {
  it("are only what differs from the recipe's defaults", () => {
    expect(formatSettings(defaultSettings("digits"), "digits")).toBe("");
    expect(formatSettings({ ...defaultSettings("digits-conv"), lr: 1e-4, seed: 7 }, "digits")).toBe(
      "recipe=digits-conv&lr=0.0001&seed=7",
    );
  });

  it("come back as they were", () => {
    const settings = {
      ...defaultSettings("digits"),
      epochs: 3,
      lr: 0.25,
      batchSize: 64,
      pictures: 500,
      rawPixels: true,
      augment: true,
      depth: 2,
      activation: "tanh",
      optimizer: "adam",
      schedule: "one-cycle",
      dropout: 0.2,
    } as const;
    expect(parseSettings(formatSettings(settings, "digits"), "digits")).toEqual(settings);
  });

  it("are as usual where they make no sense", () => {
    const query = "recipe=nonsense&epochs=-3&lr=banana&hidden=1e9&seed=&activation=cube&optimizer=__proto__";
    expect(parseSettings(query, "digits")).toEqual(defaultSettings("digits"));
    expect(parseSettings("recipe=__proto__", "threes-sevens")).toEqual(defaultSettings("threes-sevens"));
  });

  it("says what a number must be", () => {
    expect(complaint("epochs", 1.5)).toBe("A whole number from 1 to 20000.");
    expect(complaint("lr", Number.NaN)).toBe("A number from 1e-9 to 1000.");
    expect(complaint("seed", 0)).toBeNull();
  });
});
