import { noGradNow } from "@mnist/autograd/internal";
import { type FitContext, present } from "./context.js";
import type { Event } from "./events.js";
import { oneElement, tensorFrom } from "./one-element.js";

/** What a batch's work needs of whoever has it done. */
export interface Foreman<Input, Target, Output> {
  /** Hands over tensors that are wanted after the batch; `take` gets them with their values of this batch. */
  give<T>(tensors: T, take: (context: FitContext<Input, Target, Output>, tensors: T) => void): void;
}

/** What is done with a batch, in its order, and the events that it tells in between. */
export interface BatchWork {
  readonly events: readonly Event[];
  parts<Input, Target, Output>(
    context: FitContext<Input, Target, Output>,
    foreman: Foreman<Input, Target, Output>,
  ): Generator<Event, void, undefined>;
}

/** Training on one batch: predict, loss, backward, update. */
export const training: BatchWork = {
  events: ["afterPredict", "afterLoss", "beforeBackward", "afterBackward", "beforeStep", "afterStep"],

  *parts(context, { give }) {
    const { model, lossFunction, optimizer } = context.learner;
    context.prediction = model(present(context.input, "input"));
    yield "afterPredict";
    const [prediction, target] = [
      present(context.prediction, "prediction"),
      present(context.target, "target"),
    ];
    context.loss = tensorFrom("loss", lossFunction, lossFunction(prediction, target));
    yield "afterLoss";
    // A callback may have made one number of several.
    give(oneElement("loss", lossFunction, context.loss), ({ losses }, loss) => losses.add(loss, 1));
    yield "beforeBackward";
    present(context.loss, "loss").backward();
    yield "afterBackward";
    yield "beforeStep";
    optimizer?.step();
    yield "afterStep";
    optimizer?.zeroGrad();
  },
};

/** Validating one batch: predict, loss, metrics. */
export const validation: BatchWork = {
  events: ["afterPredict", "afterLoss"],

  *parts(context, { give }) {
    const { model, lossFunction, metrics } = context.learner;
    context.prediction = noGradNow(() => model(present(context.input, "input")));
    yield "afterPredict";
    const prediction = present(context.prediction, "prediction");
    const target = present(context.target, "target");
    context.loss = tensorFrom(
      "loss",
      lossFunction,
      noGradNow(() => lossFunction(prediction, target)),
    );
    yield "afterLoss";
    give(oneElement("loss", lossFunction, context.loss), ({ losses, samples }, loss) =>
      losses.add(loss, samples),
    );
    for (const metric of metrics) {
      const { figure } = metric;
      if (figure !== undefined) {
        const value = noGradNow(() => figure.of(prediction, target));
        give(tensorFrom("metric", figure.of, value, metric.name), ({ samples }, current) =>
          figure.add(current, samples),
        );
      } else {
        give({ prediction, target }, (_, current) =>
          noGradNow(() => metric.update(current.prediction, current.target)),
        );
      }
    }
  },
};
