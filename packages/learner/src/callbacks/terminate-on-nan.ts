import { detectAnomaly } from "@mnist/autograd";
import { noGradNow } from "@mnist/autograd/internal";
import { defaultGenerator, isFloat, MnistError, type Tensor } from "@mnist/tensor";
import { addRecorder } from "@mnist/tensor/internal";
import { present, type TrainingContext } from "../context.js";
import type { Callback } from "../events.js";

/** A training that came to numbers that are none. */
export class NonFiniteError extends MnistError {
  static override readonly name: string = "NonFiniteError";

  constructor(
    /** Counted from 1. */
    readonly epoch: number,
    /** Counted from 0. */
    readonly batch: number,
    what: string,
    /** What made the first of them, in words. */
    readonly origin: string,
    options: ErrorOptions,
  ) {
    super(
      {
        operation: `epoch ${epoch}, batch ${batch}`,
        got: `${what}; ${origin}`,
        expected: "finite numbers",
        hint: "Try a lower learning rate, GradientClip, or inputs between 0 and 1.",
      },
      options,
    );
  }
}

/** 0 where all values are finite, else NaN. */
function zeroIfFinite(values: Tensor): Tensor {
  return values.mul(0).sum();
}

async function areFinite(values: Tensor): Promise<boolean> {
  return (await noGradNow(() => zeroIfFinite(values)).item()) === 0;
}

/**
 * Ends the training with an error, before the weights are changed, when the loss or a gradient is NaN or infinite, and says
 * which operation it began with. It looks inside every batch, so that steps are not compiled; the search reads values at
 * once, which needs a model on the CPU.
 *
 * @throws NonFiniteError from the fit.
 * @source fastai.callback.tracker.TerminateOnNaNCallback
 */
export class TerminateOnNaN implements Callback {
  static readonly name: string = "TerminateOnNaN";

  readonly name = TerminateOnNaN.name;
  readonly order = -9;
  #stream = defaultGenerator.getState();
  #buffers: readonly Tensor[] = [];

  beforeBatch({ training, learner }: TrainingContext): void {
    if (!training) return;
    this.#stream = defaultGenerator.getState();
    this.#buffers = noGradNow(() => learner.model.buffers().map((buffer) => buffer.clone()));
  }

  async beforeStep(context: TrainingContext): Promise<void> {
    const { epoch, batch, loss, learner } = context;
    const gradients = learner.model
      .namedParameters()
      .flatMap(([name, { grad }]) => (grad ? [{ name, grad }] : []));
    const values = [present(loss, "loss"), ...gradients.map(({ grad }) => grad)];
    const sum = noGradNow(() => values.map(zeroIfFinite).reduce((total, each) => total.add(each)));
    if ((await sum.item()) === 0) return;
    const value = await values[0]!.item();
    let what = `a loss of ${value}`;
    for (const { name, grad } of Number.isFinite(value) ? gradients : []) {
      if (await areFinite(grad)) continue;
      what = `a gradient of ${name} that is not finite`;
      break;
    }
    const { origin, cause } = this.#find(context, Math.abs(value) === Number.POSITIVE_INFINITY);
    throw new NonFiniteError(epoch, batch, what, origin, { cause });
  }

  /** Does the batch once more, with the same random numbers and a look at each operation. */
  #find(context: TrainingContext, isInfinite: boolean): { origin: string; cause: unknown } {
    const { learner } = context;
    const [input, target] = [present(context.input, "input"), present(context.target, "target")];
    if (input.device.name === "webgpu") {
      return { origin: "which operation made it can be looked for on the CPU alone", cause: null };
    }
    const stream = defaultGenerator.getState();
    const restore = (): void => {
      noGradNow(() => {
        for (const [i, buffer] of learner.model.buffers().entries()) buffer.copy_(this.#buffers[i]!);
      });
    };
    const again = (): void => {
      restore();
      defaultGenerator.setState(this.#stream);
      learner.lossFunction(learner.model(input), target).backward();
    };
    try {
      const cause = isInfinite ? null : thrownBy(() => detectAnomaly(again));
      if (cause !== null) return { origin: firstClause(cause), cause };
      return { origin: firstInfinite(again) ?? "nothing that can be found again", cause: null };
    } finally {
      restore();
      defaultGenerator.setState(stream);
      learner.model.zeroGrad();
    }
  }
}

function thrownBy(work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The message up to what was expected instead. */
function firstClause({ message }: Error): string {
  return message.split("; expected")[0] ?? message;
}

/** The first operation that makes infinity of finite inputs. */
function firstInfinite(work: () => void): string | null {
  const infinite = (tensor: Tensor): boolean =>
    isFloat(tensor.dtype) && tensor.dataSync().some((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
  let found: string | null = null;
  const stop = addRecorder({
    record(primitive, inputs, _attributes, output) {
      if (found !== null || inputs.length === 0 || !infinite(output) || inputs.some(infinite)) return;
      found = `${primitive.name}: got an infinity in its output of shape [${output.shape.join(", ")}]`;
    },
  });
  try {
    work();
    return found;
  } finally {
    stop();
  }
}
