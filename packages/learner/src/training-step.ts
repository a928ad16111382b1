import type { Tensor } from "@mnist/tensor";
import { Batch } from "./batch.js";
import { present } from "./context.js";
import type { Event } from "./events.js";
import type { Learner } from "./learner.js";
import type { RunningMean } from "./metrics/metric.js";
import { deviceOf, modulesOf, obstacleTo } from "./recordable.js";
import { RecordedStep } from "./recorded-step.js";
import type { Run } from "./run.js";
import { Watch } from "./watch.js";

const inside: readonly Event[] = [
  "afterPredict",
  "afterLoss",
  "beforeBackward",
  "afterBackward",
  "beforeStep",
  "afterStep",
];

/** Training on one batch: predict, loss, backward, update. Recorded and replayed where nobody listens inside it. */
export class TrainingStep {
  readonly #watch: Watch;
  readonly #recorded: RecordedStep;
  /** Why the step is done as it is, with its events; null where it is recorded. */
  #obstacle: string | null = "nothing was trained yet";
  #keepsPrediction = false;
  /** The fit under way. */
  #run: Run | null = null;

  constructor(readonly learner: Learner) {
    this.#watch = new Watch(
      () => modulesOf(learner),
      () => [
        learner.optimizer,
        learner.optimizer?.revision,
        this.#keepsPrediction,
        ...(this.#run?.recordable.flatMap((callback) => [callback, ...Object.values(callback)]) ?? []),
      ],
    );
    this.#recorded = new RecordedStep(this.#watch, (input, target) => this.#train(input, target));
  }

  /** Looks, before the batches of an epoch, at who listens and what has changed. */
  begin(run: Run): void {
    this.#run = run;
    this.#obstacle = obstacleTo(this.learner, run, inside, run.recordable);
    this.#keepsPrediction = run.listener(["afterBatch"]) !== null;
    this.#watch.look();
  }

  async run(run: Run, losses: RunningMean): Promise<void> {
    if (this.#obstacle === null) this.#replay(run, losses);
    else await this.#eager(run, losses);
    run.context.step++;
  }

  #replay({ context }: Run, losses: RunningMean): void {
    this.learner.optimizer?.advance();
    const [loss, prediction] = this.#recorded.run(
      present(context.data, "data"),
      deviceOf(this.learner.model),
    );
    context.loss = present(loss ?? null, "loss");
    context.prediction = prediction ?? null;
    losses.add(context.loss, 1);
  }

  /** The step with recordable callbacks alone, who see the recorded tensors in place of the batch's own. */
  #train(input: Tensor, target: Tensor): Tensor[] {
    const { model, lossFunction, optimizer } = this.learner;
    const run = present(this.#run, "run");
    const { context } = run;
    const { data } = context;
    context.take(new Batch([input, target], input.device));
    context.prediction = model(input);
    run.atOnce("afterPredict");
    context.loss = lossFunction(context.prediction, target);
    run.atOnce("afterLoss");
    run.atOnce("beforeBackward");
    context.loss.backward();
    run.atOnce("afterBackward");
    run.atOnce("beforeStep");
    optimizer?.update();
    run.atOnce("afterStep");
    optimizer?.zeroGrad();
    const { loss, prediction } = context;
    context.data = data;
    return this.#keepsPrediction ? [loss, prediction] : [loss];
  }

  async #eager(run: Run, losses: RunningMean): Promise<void> {
    const { context } = run;
    const { model, lossFunction, optimizer } = this.learner;
    context.prediction = model(present(context.input, "input"));
    await run.at("afterPredict");
    context.loss = lossFunction(context.prediction, present(context.target, "target"));
    await run.at("afterLoss");
    losses.add(context.loss, 1);
    await run.at("beforeBackward");
    context.loss.backward();
    await run.at("afterBackward");
    await run.at("beforeStep");
    optimizer?.step();
    await run.at("afterStep");
    optimizer?.zeroGrad();
  }

  /** What the step was recorded as, or why it is done as it is. */
  explain(): string {
    return this.#obstacle === null ? this.#recorded.explain() : `step by step, since ${this.#obstacle}`;
  }
}
