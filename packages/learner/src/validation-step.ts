import { noGrad } from "@mnist/autograd";
import type { Tensor } from "@mnist/tensor";
import { present } from "./context.js";
import type { Event } from "./events.js";
import type { Learner } from "./learner.js";
import type { RunningMean } from "./metrics/metric.js";
import { deviceOf, modulesOf, obstacleTo } from "./recordable.js";
import { RecordedStep } from "./recorded-step.js";
import type { Run } from "./run.js";
import { Watch } from "./watch.js";

const inside: readonly Event[] = ["afterPredict", "afterLoss"];

/** Validating one batch: predict, loss, metrics. Recorded and replayed where nobody listens inside it. */
export class ValidationStep {
  readonly #watch: Watch;
  readonly #recorded: RecordedStep;
  /** Why the step is done as it is, with its events; null where it is recorded. */
  #obstacle: string | null = "nothing was validated yet";
  #keepsPrediction = false;

  constructor(readonly learner: Learner) {
    this.#watch = new Watch(
      () => modulesOf(learner),
      () => [this.#keepsPrediction],
    );
    this.#recorded = new RecordedStep(this.#watch, (input, target) => this.#judge(input, target));
  }

  /** Looks, before the batches of a validation, at who listens and what has changed. */
  begin(run: Run): void {
    this.#obstacle = obstacleTo(this.learner, run, inside);
    this.#keepsPrediction =
      run.listener(["afterBatch"]) !== null ||
      this.learner.metrics.some(({ figure }) => figure === undefined);
    this.#watch.look();
  }

  async run(run: Run, losses: RunningMean): Promise<void> {
    if (this.#obstacle === null) this.#replay(run, losses);
    else await this.#eager(run, losses);
  }

  #replay({ context }: Run, losses: RunningMean): void {
    const batch = present(context.data, "data");
    const outputs = this.#recorded.run(batch, deviceOf(this.learner.model));
    const take = () => present(outputs.shift() ?? null, "output");
    context.loss = take();
    losses.add(context.loss, batch.samples);
    for (const { figure } of this.learner.metrics) figure?.add(take(), batch.samples);
    if (!this.#keepsPrediction) return;
    const [prediction, target] = [take(), take()];
    context.prediction = prediction;
    noGrad(() => {
      for (const metric of this.learner.metrics) if (!metric.figure) metric.update(prediction, target);
    });
  }

  #judge(input: Tensor, target: Tensor): Tensor[] {
    const { model, lossFunction, metrics } = this.learner;
    return noGrad(() => {
      const prediction = model(input);
      const loss = lossFunction(prediction, target);
      const figures = metrics.flatMap(({ figure }) => (figure ? [figure.of(prediction, target)] : []));
      return [loss, ...figures, ...(this.#keepsPrediction ? [prediction, target] : [])];
    });
  }

  async #eager(run: Run, losses: RunningMean): Promise<void> {
    const { context } = run;
    const { model, lossFunction, metrics } = this.learner;
    const target = present(context.target, "target");
    const prediction = noGrad(() => model(present(context.input, "input")));
    context.prediction = prediction;
    await run.at("afterPredict");
    context.loss = noGrad(() => lossFunction(prediction, target));
    await run.at("afterLoss");
    losses.add(context.loss, target.shape[0]!);
    noGrad(() => {
      for (const metric of metrics) metric.update(prediction, target);
    });
  }

  /** What the step was recorded as, or why it is done as it is. */
  explain(): string {
    return this.#obstacle === null ? this.#recorded.explain() : `step by step, since ${this.#obstacle}`;
  }
}
