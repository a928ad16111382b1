import { ArgumentError, type Tensor } from "@mnist/tensor";
import type { DataLoaders, PairLoader } from "../data-loaders.js";
import type { ConfusionMatrix } from "../metrics/class-scores.js";
import type { GetPredsOptions, Predictions } from "../predict/get-preds.js";
import { classNamesOf } from "../predict/show-results.js";
import { type ClassificationReport, reportOn } from "./classification-report.js";
import { printMatrix } from "./print-matrix.js";

/** Two classes of which one was taken for the other. */
export interface Confusion {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
}

/** A sample and how wrong the model is about it. */
export interface TopLoss {
  /** Its place in the data set. */
  readonly index: number;
  readonly loss: number;
  readonly actual: string;
  readonly predicted: string;
}

/** A learner as it is asked. */
interface Answering {
  readonly loaders: DataLoaders;
  getPreds(options: GetPredsOptions): Promise<Predictions>;
}

/** What a model answered to each sample of a data set. */
export interface Answers {
  /** Class indices. */
  readonly targets: ArrayLike<number>;
  /** Class indices. */
  readonly predictions: ArrayLike<number>;
  /** In nats, or whatever the loss is measured in. */
  readonly losses?: ArrayLike<number>;
  /** Their names; the indices where there are none. */
  readonly classes?: readonly string[];
}

/**
 * Where a classifier is right and wrong, class by class and sample by sample. It prints as text.
 *
 * @source fastai.interpret.ClassificationInterpretation
 * @example
 * const interpretation = await Interpretation.fromLearner(learner);
 * interpretation.mostConfused(2); // [{ actual: "4", predicted: "9", count: 23 }, …]
 * console.log(`${interpretation}`);
 */
export class Interpretation {
  static readonly name: string = "Interpretation";

  readonly targets: readonly number[];
  readonly predictions: readonly number[];
  readonly losses: readonly number[];
  readonly classes: readonly string[];

  /** @throws ArgumentError where the answers are not one class for each target. */
  constructor({ targets, predictions, losses, classes }: Answers) {
    this.targets = Array.from(targets);
    this.predictions = Array.from(predictions);
    this.losses = Array.from(losses ?? []);
    const all = [...this.targets, ...this.predictions];
    const known = classes?.length ?? Number.POSITIVE_INFINITY;
    const outside = all.find((each) => !(Number.isInteger(each) && each >= 0 && each < known));
    const lengths = [this.targets.length, this.predictions.length, losses?.length ?? this.targets.length];
    if (outside !== undefined || new Set(lengths).size > 1) {
      throw new ArgumentError({
        operation: "Interpretation",
        got:
          outside === undefined
            ? `${lengths.join(", ")} targets, answers and losses`
            : `the class ${outside}`,
        expected: `one class index${classes ? ` below ${known}` : ""} for each target`,
        hint: "Does the learner need a decode, from predictions to class indices?",
      });
    }
    const count = all.reduce((most, each) => Math.max(most, each + 1), 0);
    this.classes = classes ?? Array.from({ length: count }, (_, i) => String(i));
  }

  /** Asks a learner about a loader's data set, the validation one unless said, in the data set's order. */
  static async fromLearner(
    learner: Answering,
    {
      loader = learner.loaders.valid,
      classes = classNamesOf(loader?.dataset),
    }: { readonly loader?: PairLoader | null; readonly classes?: readonly string[] } = {},
  ): Promise<Interpretation> {
    const { targets, decoded, losses } = await learner.getPreds({ loader, withLoss: true });
    const values = async (tensor: Tensor | null) => (await tensor?.data()) ?? [];
    return new Interpretation({
      targets: await values(targets),
      predictions: await values(decoded),
      losses: await values(losses),
      ...(classes && { classes }),
    });
  }

  /** How often each class (row) was taken for which (column). */
  confusionMatrix(): ConfusionMatrix {
    const matrix = this.classes.map(() => this.classes.map(() => 0));
    this.targets.forEach((target, i) => {
      matrix[target]![this.predictions[i]!]!++;
    });
    return matrix;
  }

  /** The pairs of classes that are confused at least so often, most often first. */
  mostConfused(minimum = 1): Confusion[] {
    const pairs = this.confusionMatrix().flatMap((row, actual) =>
      row.map((count, predicted) => ({ actual, predicted, count })),
    );
    return pairs
      .filter(({ actual, predicted, count }) => actual !== predicted && count >= minimum)
      .sort((a, b) => b.count - a.count)
      .map(({ actual, predicted, count }) => ({
        actual: this.classes[actual]!,
        predicted: this.classes[predicted]!,
        count,
      }));
  }

  /** The samples with the highest losses, highest first, or with the lowest. */
  topLosses(count = 9, largest = true): TopLoss[] {
    const sign = largest ? 1 : -1;
    // NaN is the worst of all losses.
    const weight = (index: number): number => {
      const loss = this.losses[index]!;
      return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
    };
    return [...this.losses.keys()]
      .sort((a, b) => sign * (weight(b) - weight(a)) || a - b)
      .slice(0, count)
      .map((index) => ({
        index,
        loss: this.losses[index]!,
        actual: this.classes[this.targets[index]!]!,
        predicted: this.classes[this.predictions[index]!]!,
      }));
  }

  /** Precision, recall and F1 of each class and over all of them. */
  classificationReport(): ClassificationReport {
    return reportOn(this.confusionMatrix(), this.classes);
  }

  /** The confusion matrix, the pairs most often confused and the report, as text. */
  toString(): string {
    const pairs = this.mostConfused().slice(0, 5);
    const list = pairs.map(({ actual, predicted, count }) => `  ${actual} taken for ${predicted}: ${count}`);
    return [
      printMatrix(this.confusionMatrix(), this.classes),
      ["most confused", ...(list.length > 0 ? list : ["  none"])].join("\n"),
      `${this.classificationReport()}`,
    ].join("\n\n");
  }
}
