import { type LrFinding, recipeFor, recipeLearner, recipes } from "@mnist/learner";
import { plotLrFind } from "@mnist/learner/plot";
import { manualSeed } from "@mnist/tensor";
import pc from "picocolors";
import type { DeviceName } from "../../command-line/device-option.js";
import { UsageError } from "../../command-line/errors.js";
import { loadData } from "../../data.js";
import { useDevice } from "../../device.js";
import { asOptions } from "../../saved-run.js";
import { interrupted, statusOf } from "../../terminal/interrupt.js";
import { invocation } from "../../terminal/invocation.js";
import { checkPlotFile, writePlot } from "../../write-plot.js";
import { unknownRecipe } from "../train/find-recipe.js";
import { checkPlan, type Given, givenOf } from "../train/plan.js";
import { settingsOf } from "../train/settings-of.js";

interface LrFindOptions extends Given {
  readonly start: number;
  readonly end: number;
  readonly steps: number;
  readonly device?: DeviceName;
  readonly offline?: boolean;
  readonly json?: boolean;
  readonly plot?: string;
}

export async function run(name: string, options: LrFindOptions): Promise<void> {
  if (name === "curve")
    throw new UsageError(
      `lr-find: the recipe curve learns from all its points at each step, and finds no rate this way. Recipes: ${Object.keys(recipes).join(", ")}.`,
    );
  if (!Object.hasOwn(recipes, name)) throw new UsageError(unknownRecipe(name));
  const { start, end, steps, offline = false, json = false, plot } = options;
  if (end <= start) throw new UsageError(`--end ${end}: expected a rate above --start ${start}.`);
  if (plot !== undefined) checkPlotFile("--plot", plot);
  const given = givenOf(options as unknown as Record<string, unknown>);
  checkPlan({ recipe: name, given });
  await useDevice(options.device, json ? () => {} : console.error);
  const job = recipes[name as keyof typeof recipes];
  const { seed = 42, samples = 12_000, dataset = "mnist" } = given;
  const data = await loadData(dataset, { samples, seed, offline });
  manualSeed(seed);
  const learner = recipeLearner(recipeFor(job, data), data, settingsOf(job, given));
  const interrupt = interrupted();
  const finding = await learner.lrFind({ startLr: start, endLr: end, steps, signal: interrupt.signal });
  interrupt.stop();
  if (interrupt.ending !== null) {
    process.exitCode = statusOf(interrupt.ending);
    return;
  }
  if (plot !== undefined) await writePlot(plot, plotLrFind(finding));
  if (json) console.log(JSON.stringify({ done: true, recipe: name, ...finding }));
  else console.log(describe(`${name} ${asOptions(given)}`.trim(), finding));
}

/** The chart, the rates, and the training that the best of them is for. */
function describe(training: string, finding: LrFinding): string {
  const lines = Object.entries(finding.suggestions).map(
    ([which, lr]) => `  ${which.padEnd(8)} ${lr === null ? "–" : lr.toPrecision(3)}`,
  );
  const lr = finding.suggestions.valley ?? finding.suggestions.minimum;
  const next =
    lr === null ? "" : `\n  next     ${invocation()} train ${training} --lr ${Number(lr.toPrecision(2))}`;
  return `${plotLrFind(finding)}\n\n${pc.bold("suggested learning rates")}\n${lines.join("\n")}${next}`;
}
