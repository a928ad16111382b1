import { curveDefaults, fitCurve } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import pc from "picocolors";
import { UsageError } from "../../command-line/errors.js";
import { divergence, plotCurve } from "../../terminal/curve-chart.js";
import { interrupted, statusOf } from "../../terminal/interrupt.js";
import { Redrawn } from "../../terminal/redrawn.js";
import { writePlot } from "../../write-plot.js";
import type { Plan } from "./plan.js";
import type { TrainOptions } from "./train-options.js";

/** Options that ask for a model, which a curve has none of. */
const useless = ["out", "init", "log", "checkpoints", "resume"] as const;

export async function trainCurve({ given }: Plan, options: TrainOptions): Promise<void> {
  for (const name of useless)
    if (options[name] !== undefined)
      throw new UsageError(`--${name}: the recipe curve has no use for it. Try mnist train --help curve.`);
  if (typeof options.run === "string")
    throw new UsageError("--run: the recipe curve keeps no run. Try --plot curve.svg, or --json.");
  const { json = false, quiet = false, plot } = options;
  const { epochs: steps = curveDefaults.steps, lr = curveDefaults.lr, seed = 42 } = given;
  manualSeed(seed);
  const started = performance.now();
  const interrupt = interrupted();
  const drawing = new Redrawn();
  const fit = await fitCurve(
    { steps, lr },
    {
      signal: interrupt.signal,
      onStep: (step, soFar) => {
        if (!json && !quiet) drawing.show(`${plotCurve(soFar)}\nstep ${step} of ${steps}`);
      },
    },
  );
  drawing.erase();
  interrupt.stop();
  const seconds = (performance.now() - started) / 1000;
  if (interrupt.ending !== null) process.exitCode = statusOf(interrupt.ending);
  if (plot !== undefined) await writePlot(plot, plotCurve(fit));
  if (json) {
    for (const { step, loss } of fit.losses) console.log(JSON.stringify({ step, loss }));
    const { speed, initial, final } = fit;
    const end = interrupt.ending === null ? { done: true } : { interrupted: true };
    console.log(JSON.stringify({ ...end, recipe: "curve", seed, speed, initial, final, seconds }));
    return;
  }
  if (!quiet) console.log(`${plotCurve(fit)}`);
  const [a, ...rest] = fit.final as [number, number, number];
  const [b, c] = rest.map((value) => `${value < 0 ? "−" : "+"} ${Math.abs(value).toFixed(4)}`);
  const first = `${a < 0 ? "−" : ""}${Math.abs(a).toFixed(4)}`;
  const flown = divergence(fit, lr);
  if (flown !== null) {
    console.log(`${pc.yellow("hint")} ${flown}`);
    return;
  }
  const loss = fit.losses.at(-1)?.loss.toPrecision(4);
  console.log(`speed = ${first}·t² ${b}·t ${c}   loss ${loss}   ${seconds.toFixed(2)} s`);
}
