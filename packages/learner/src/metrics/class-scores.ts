/** How often each class (row) was taken for which (column). */
export type ConfusionMatrix = readonly (readonly number[])[];

/** How well one class is told from the others; 0 where nothing speaks for it. */
export interface ClassScores {
  /** Of those taken for the class, the share that is of it. */
  readonly precision: number;
  /** Of those of the class, the share that was taken for it. */
  readonly recall: number;
  /** (1 + β²)·precision·recall / (β²·precision + recall). */
  readonly fBeta: number;
  /** Samples of the class. */
  readonly support: number;
  /** Samples taken for it. */
  readonly predicted: number;
}

/** How the scores of the classes become one. */
export type Average = "binary" | "micro" | "macro" | "weighted";

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function scoresFrom(right: number, support: number, predicted: number, beta: number): ClassScores {
  const weight = beta ** 2;
  return {
    precision: share(right, predicted),
    recall: share(right, support),
    fBeta: share((1 + weight) * right, weight * support + predicted),
    support,
    predicted,
  };
}

/** The scores of each class. @source sklearn.metrics.precision_recall_fscore_support */
export function classScores(matrix: ConfusionMatrix, beta = 1): ClassScores[] {
  return matrix.map((row, i) => scoresFrom(row[i]!, sum(row), sum(matrix.map((other) => other[i]!)), beta));
}

/** One score over the classes: binary is that of class 1, micro counts all samples alike, macro all classes that occur. */
export function averageScore(
  matrix: ConfusionMatrix,
  score: "precision" | "recall" | "fBeta",
  average: Average,
  beta = 1,
): number {
  const scores = classScores(matrix, beta);
  if (average === "binary") return scores[1]?.[score] ?? 0;
  const samples = sum(scores.map(({ support }) => support));
  if (average === "micro") {
    const right = sum(matrix.map((row, i) => row[i]!));
    return scoresFrom(right, samples, samples, beta)[score];
  }
  const occurring = scores.filter(({ support, predicted }) => support + predicted > 0);
  if (average === "macro") return share(sum(occurring.map((each) => each[score])), occurring.length);
  return share(sum(scores.map((each) => each[score] * each.support)), samples);
}
