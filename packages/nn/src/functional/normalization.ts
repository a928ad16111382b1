import { noGrad } from "@mnist/autograd";
import { ArgumentError, DTypeError, layerNorm, type Shape, sub, type Tensor } from "@mnist/tensor";
import { checkOptions, own } from "@mnist/tensor/internal";
import { refuseInput } from "../refuse-input.js";

interface Affine {
  /** Scales each channel, [channels]. */
  readonly weight?: Tensor | null;
  /** Shifts each channel, [channels]. */
  readonly bias?: Tensor | null;
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
}

const affine = { weight: null, bias: null, eps: null };

/** Refuses an input beside whose dtype the weights or the statistics have another. @throws DTypeError */
function requireOneDType(operation: string, x: Tensor, ...others: readonly (Tensor | null)[]): void {
  const odd = others.find((each) => each !== null && each.dtype !== x.dtype);
  if (odd === null || odd === undefined) return;
  throw new DTypeError({
    operation,
    got: `a ${x.dtype} input and ${odd.dtype} parameters or statistics`,
    expected: "one dtype",
    hint: `Try x.to("${odd.dtype}"), or model.to("${x.dtype}").`,
  });
}

/** [channels] as [1, channels, 1, …], beside x. */
export function along(values: Tensor, x: Tensor): Tensor {
  return values.reshape(x.shape.map((_, axis) => (axis === 1 ? -1 : 1)));
}

/** Each channel scaled and shifted. */
function scaledAlong(x: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  const scaled = weight === null ? x : x.mul(along(weight, x));
  return bias === null ? scaled : scaled.add(along(bias, x));
}

export interface RunningStatistics extends Affine {
  /** Whether the batch's own statistics are used, and the running ones brought up to date; false unless said. */
  readonly training?: boolean;
  /** The share of a batch in the running statistics, 0..1; 0.1 unless said. */
  readonly momentum?: number | Tensor;
}

/** Moves the running statistics towards a batch's. */
function track(
  [runningMean, runningVar]: readonly [Tensor, Tensor],
  mean: Tensor,
  variance: Tensor,
  count: number,
  share: number | Tensor,
): void {
  noGrad(() => {
    const kept = typeof share === "number" ? 1 - share : sub(1, share);
    runningMean.mul_(kept).add_(mean.mul(share));
    runningVar.mul_(kept).add_(variance.mul(count / (count - 1)).mul(share));
  });
}

/**
 * Each channel (axis 1) to mean 0 and variance 1, by the batch's statistics in training, else by the running ones; then
 * scaled and shifted. x: [batch, channels, …], running statistics [channels].
 *
 * @throws ShapeError in training for a single value a channel; ArgumentError without statistics where not in training;
 * DTypeError where weights or statistics have another dtype.
 * @source torch.nn.functional.batch_norm
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  settings: RunningStatistics = {},
): Tensor {
  checkOptions("batchNorm", settings, { ...affine, training: [true, false], momentum: null });
  const { weight = null, bias = null, training = false, momentum = 0.1, eps = 1e-5 } = settings;
  if (x.ndim < 2) refuseInput("batchNorm", x, "[batch, channels, …]");
  if (!training) requireStatistics("batchNorm", runningMean, runningVar);
  requireOneDType("batchNorm", x, runningMean, runningVar, weight, bias);
  const { centred, variance } =
    training || runningMean === null || runningVar === null
      ? ofBatch(x, (mean, spread, count) => {
          if (runningMean !== null && runningVar !== null)
            track([runningMean, runningVar], mean.flatten(), spread.flatten(), count, momentum);
        })
      : { centred: x.sub(along(runningMean, x)), variance: along(runningVar, x) };
  const spread = variance.add(eps).rsqrt();
  const scaled = centred.mul(weight === null ? spread : spread.mul(along(weight, x)));
  return bias === null ? scaled : scaled.add(along(bias, x));
}

function requireStatistics(operation: string, ...statistics: readonly (Tensor | null)[]): void {
  if (!statistics.includes(null)) return;
  throw new ArgumentError({
    operation,
    got: "no running statistics",
    expected: "a mean and a variance of each channel",
    hint: "Try { training: true }, which takes those of the batch.",
  });
}

function ofBatch(
  x: Tensor,
  seen: (mean: Tensor, variance: Tensor, count: number) => void,
): { centred: Tensor; variance: Tensor } {
  const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const count = x.numel() / x.shape[1]!;
  if (count <= 1) {
    const expected = "in training more than one value for each channel, to take their variance";
    refuseInput("batchNorm", x, expected, "Try a larger batch, or model.eval().");
  }
  const mean = x.mean(others, true);
  const centred = x.sub(mean);
  const variance = centred.square().mean(others, true);
  seen(mean.detach(), variance.detach(), count);
  return { centred, variance };
}

export interface InstanceStatistics extends Omit<RunningStatistics, "training"> {
  /** Whether each sample's own statistics are used, and the running ones brought up to date; true unless said. */
  readonly useInputStats?: boolean;
}

/**
 * Each channel of each sample to mean 0 and variance 1, then scaled and shifted. x: [batch, channels, …], at least one
 * axis behind the channels; running statistics, where there are any, [channels].
 *
 * @throws ShapeError for a single value a channel.
 * @source torch.nn.functional.instance_norm
 */
export function instanceNorm(
  x: Tensor,
  runningMean: Tensor | null = null,
  runningVar: Tensor | null = null,
  settings: InstanceStatistics = {},
): Tensor {
  checkOptions("instanceNorm", settings, { ...affine, useInputStats: [true, false], momentum: null });
  const { weight = null, bias = null, useInputStats = true, momentum = 0.1, eps = 1e-5 } = settings;
  if (x.ndim < 3) refuseInput("instanceNorm", x, "[batch, channels, …]");
  requireOneDType("instanceNorm", x, runningMean, runningVar, weight, bias);
  if (!useInputStats) return batchNorm(x, runningMean, runningVar, { weight, bias, eps });
  const dims = x.shape.map((_, axis) => axis).slice(2);
  const count = x.shape.slice(2).reduce((product, size) => product * size, 1);
  if (count <= 1)
    refuseInput("instanceNorm", x, "more than one value in each channel, to take their variance");
  const mean = x.mean(dims, true);
  const centred = x.sub(mean);
  const variance = centred.square().mean(dims, true);
  if (runningMean !== null && runningVar !== null) {
    const [means, variances] = [mean, variance].map((each) => each.detach().mean(0).flatten());
    track([runningMean, runningVar], means!, variances!, count, momentum);
  }
  const normal = centred.mul(variance.add(eps).rsqrt());
  return scaledAlong(normal, weight, bias);
}

/**
 * Each sample's groups of channels to mean 0 and variance 1, then scaled and shifted. x: [batch, channels, …].
 *
 * @throws ArgumentError where the groups do not divide the channels; ShapeError for fewer axes, and for a single value a
 * group.
 * @source torch.nn.functional.group_norm
 */
export function groupNorm(x: Tensor, numGroups: number, settings: Affine = {}): Tensor {
  checkOptions("groupNorm", settings, affine);
  const { weight = null, bias = null, eps = 1e-5 } = settings;
  if (x.ndim < 2) refuseInput("groupNorm", x, "[batch, channels, …]");
  checkGroupsOf("groupNorm", numGroups, x.shape[1]!);
  requireOneDType("groupNorm", x, weight, bias);
  if (x.numel() === numGroups)
    refuseInput("groupNorm", x, "more than one value in a group, to take their variance");
  const grouped = x.reshape([x.shape[0]!, numGroups, x.numel() / Math.max(x.shape[0]! * numGroups, 1)]);
  const normal = layerNorm(grouped, grouped.shape.slice(-1), { eps }).reshape(x.shape);
  return own(scaledAlong(normal, weight, bias));
}

/** Refuses groups that do not divide the channels. */
export function checkGroupsOf(operation: string, groups: number, channels: number): void {
  if (Number.isInteger(channels / groups)) return;
  throw new ArgumentError({
    operation,
    got: `${groups} groups of ${channels} channels`,
    expected: "groups that divide the channels",
  });
}

export interface RootMeanSquare {
  /** Scales what was normalised, [...normalizedShape]. */
  readonly weight?: Tensor | null;
  /** Added to the mean of squares; the smallest step of float32 unless said. */
  readonly eps?: number | null;
}

/** What 1 can be told from in float32. */
const float32Step = 2 ** -23;

/**
 * x / √(mean(x²) + eps) over the last axes, then scaled. x: [..., …normalizedShape].
 *
 * @throws ShapeError where x ends in other sizes.
 * @source torch.nn.functional.rms_norm
 */
export function rmsNorm(x: Tensor, normalizedShape: Shape, settings: RootMeanSquare = {}): Tensor {
  checkOptions("rmsNorm", settings, { weight: null, eps: null });
  const { weight = null, eps = null } = settings;
  const first = x.ndim - normalizedShape.length;
  if (first < 0 || normalizedShape.some((size, axis) => size !== x.shape[first + axis]))
    refuseInput("RMSNorm", x, `one that ends in [${normalizedShape.join(", ")}]`);
  const dims = normalizedShape.map((_, axis) => first + axis);
  const power = x
    .square()
    .mean(dims, true)
    .add(eps ?? float32Step);
  const normal = x.mul(power.rsqrt());
  return weight === null ? normal : normal.mul(weight);
}
