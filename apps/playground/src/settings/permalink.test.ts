import { describe, expect, it } from "vitest";
import { complaint, defaultSettings, formatLink, parseLink } from "./permalink.js";

describe("permalink", () => {
  it("says only what differs from the recipe's defaults", () => {
    expect(formatLink(defaultSettings("digits"))).toBe("#recipe=digits");
    expect(formatLink({ ...defaultSettings("curve"), lr: 1e-4, seed: 7 })).toBe(
      "#recipe=curve&lr=0.0001&seed=7",
    );
  });

  it("gives back the settings it was made of", () => {
    const settings = {
      ...defaultSettings("threes-sevens"),
      epochs: 3,
      lr: 0.25,
      batchSize: 64,
      pictures: 500,
      rawPixels: true,
    };
    expect(parseLink(formatLink(settings))).toEqual(settings);
  });

  it("takes the usual in place of what makes no sense", () => {
    expect(parseLink("#recipe=nonsense&epochs=-3&lr=banana&hidden=1e9&seed=")).toEqual(
      defaultSettings("digits"),
    );
    expect(parseLink("")).toEqual(defaultSettings("digits"));
    expect(parseLink("#recipe=__proto__")).toEqual(defaultSettings("digits"));
  });

  it("says what a number must be", () => {
    expect(complaint("epochs", 1.5)).toBe("A whole number from 1 to 20000.");
    expect(complaint("lr", Number.NaN)).toBe("A number from 1e-9 to 1000.");
    expect(complaint("seed", 0)).toBeNull();
  });
});
