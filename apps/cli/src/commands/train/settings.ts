import type { OptionSpec } from "../../command-line/command.js";
import { choice, count, names, number, seed, share, widths } from "../../command-line/kinds.js";

/** As @mnist/learner names them; a test compares. They are written here so that help and completion load no learner. */
export const recipeNames = ["curve", "threes-sevens", "digits-scalar", "digits", "digits-conv"] as const;

/** Which recipes have a use for a setting. */
type Use = "all" | "classifiers" | "hidden layer";

/** A setting of a run: a flag of `train`, a key of a configuration file and a property of its schema. */
export interface Setting extends OptionSpec {
  readonly use: Use;
  /** The optimisers that have a use for it; all unless said. */
  readonly optimizers?: readonly OptimizerName[];
  /** It may be another when a run goes on. */
  readonly canChange?: boolean;
}

export const optimizerNames = ["sgd", "adam", "adamw", "rmsprop", "adagrad", "lion"] as const;
export type OptimizerName = (typeof optimizerNames)[number];
export const scheduleNames = ["flat", "one-cycle", "flat-cos"] as const;
export type ScheduleName = (typeof scheduleNames)[number];

const betas = ["adam", "adamw", "lion"] as const;

/** Everything that decides how a run comes out. What is not given is the recipe's own: `mnist train --help digits`. */
export const settings: readonly Setting[] = [
  {
    flags: "-d, --dataset <name>",
    meaning: "mnist (unless said), strokes (drawn on the spot), another data set, or a path",
    use: "classifiers",
  },
  {
    flags: "--samples <n>",
    meaning: "how many strokes to draw (12,000 unless said)",
    kind: number({ from: 1, to: 1_000_000, whole: true }),
    use: "classifiers",
  },
  {
    flags: "--share <share>",
    meaning: "learn from this share of each class alone",
    kind: share,
    use: "classifiers",
  },
  {
    flags: "--valid-share <share>",
    meaning: "share of each class to check with, where the data has no such part",
    kind: share,
    use: "classifiers",
  },
  {
    flags: "--prepare <how>",
    meaning: "what is done to pictures of other sizes (digit: a drawn one is found)",
    kind: choice("resize", "digit"),
    use: "classifiers",
  },
  { flags: "--classes <a,b,…>", meaning: "only these classes of the data", kind: names, use: "classifiers" },
  {
    flags: "-e, --epochs <n>",
    meaning: "passes over the data (curve: steps)",
    kind: count,
    use: "all",
    canChange: true,
  },
  {
    flags: "--lr <rate>",
    meaning: "learning rate (the recipe's, or what suits another --optimizer, unless said)",
    kind: number({ above: 0 }),
    use: "all",
  },
  { flags: "-b, --batch-size <n>", meaning: "samples a step", kind: count, use: "classifiers" },
  {
    flags: "--hidden <n,…>",
    meaning: "width of the hidden layer, or of several: 100,50",
    kind: widths,
    use: "hidden layer",
  },
  {
    flags: "--dropout <share>",
    meaning: "share of each hidden layer that rests in each step",
    kind: number({ from: 0, below: 1 }),
    use: "hidden layer",
  },
  {
    flags: "--augment",
    meaning: "turn, shift and scale each picture a little, anew in every epoch",
    use: "classifiers",
  },
  { flags: "--raw-pixels", meaning: "pixels 0..255 as in the notes, in place of 0..1", use: "classifiers" },
  {
    flags: "--optimizer <name>",
    meaning: "how steps are made",
    kind: choice(...optimizerNames),
    use: "classifiers",
  },
  {
    flags: "--momentum <share>",
    meaning: "share of the last direction that is kept",
    kind: number({ from: 0, below: 1 }),
    use: "classifiers",
    optimizers: ["sgd", "rmsprop"],
  },
  {
    flags: "--nesterov",
    meaning: "look ahead along the direction; needs --momentum",
    use: "classifiers",
    optimizers: ["sgd"],
  },
  {
    flags: "--beta1 <share>",
    meaning: "decay of the mean gradient",
    kind: number({ from: 0, below: 1 }),
    use: "classifiers",
    optimizers: betas,
  },
  {
    flags: "--beta2 <share>",
    meaning: "decay of the mean squared gradient",
    kind: number({ from: 0, below: 1 }),
    use: "classifiers",
    optimizers: betas,
  },
  {
    flags: "--weight-decay <share>",
    meaning: "how much weights are pulled to 0",
    kind: number({ from: 0 }),
    use: "classifiers",
  },
  {
    flags: "--schedule <name>",
    meaning: "how the learning rate goes over the run",
    kind: choice(...scheduleNames),
    use: "classifiers",
  },
  {
    flags: "--clip <norm>",
    meaning: "the longest a gradient may be",
    kind: number({ above: 0 }),
    use: "classifiers",
  },
  {
    flags: "--mixup <alpha>",
    meaning: "learn from mixtures of two pictures, λ of Beta(α, α)",
    kind: number({ above: 0 }),
    use: "hidden layer",
  },
  {
    flags: "--early-stop <epochs>",
    meaning: "stop after so many epochs without a lower validation loss",
    kind: count,
    use: "classifiers",
    canChange: true,
  },
  {
    flags: "--keep-best",
    meaning: "end with the weights of the best epoch",
    use: "classifiers",
    canChange: true,
  },
  {
    flags: "-s, --seed <n>",
    meaning: "seed of every random number, as torch.manual_seed (42 unless said)",
    kind: seed,
    use: "all",
  },
];
