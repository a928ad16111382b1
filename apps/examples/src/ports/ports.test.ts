import { describe, expect, it } from "vitest";
import { dcgan } from "./dcgan.js";
import { gpt } from "./gpt.js";
import expected from "./losses.json" with { type: "json" };
import { lstm } from "./lstm.js";
import { mnist } from "./mnist.js";
import { vae } from "./vae.js";

const programs = { mnist, vae, gpt, lstm, dcgan };
const names = ["mnist", "vae", "gpt", "lstm", "dcgan"] as const;

describe("programs ported from PyTorch", () => {
  it.each(names)("%s: the losses of twenty steps are PyTorch's", { timeout: 120_000 }, (name) => {
    const losses = programs[name](20);
    expect(losses).toHaveLength(expected[name].length);
    for (const [i, loss] of losses.entries()) {
      const wanted = expected[name][i] ?? Number.NaN;
      expect(
        Math.abs(loss - wanted) / Math.max(1, wanted),
        `loss ${i}: ${loss}, PyTorch's ${wanted}`,
      ).toBeLessThan(1e-4);
    }
  });
});
