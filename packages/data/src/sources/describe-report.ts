import type { DigitImages, DigitSplits } from "../images/digit-images.js";
import type { ReadReport } from "./passed-over.js";

/** The most classes that are counted by name. */
const mostNamed = 12;

/**
 * What was read, in one line: how many pictures of each class in each part, what was changed, what was passed over.
 * @example
 * const data = { train: strokes({ count: 6, seed: 1 }), valid: strokes({ count: 2, seed: 2 }) };
 * describeReport(data).slice(0, 33); // "6 + 2 pictures of 10 classes: 0 ("
 */
export function describeReport({ train, valid, report }: DigitSplits): string {
  const [learned, checked] = [train, valid].map(countsOf) as [number[], number[]];
  const { classes } = train;
  const each = classes.map((name, label) => `${name} (${learned[label]} + ${checked[label]})`).join(", ");
  const named = classes.length > mostNamed ? "" : `: ${each}`;
  return [
    `${train.labels.length} + ${valid.labels.length} pictures of ${classes.length} ${classes.length === 1 ? "class" : "classes"}${named}`,
    ...describeChanges({ report }),
  ].join("; ");
}

/** What reading changed and passed over, a phrase each; nothing where all was taken as it was. */
export function describeChanges({ report }: { readonly report?: ReadReport | undefined }): string[] {
  const passed = (report?.passedOver ?? []).map(
    ({ reason, count, first }) => `${count} ${reason} (${count > 1 ? "the first " : ""}${first})`,
  );
  return [...(report?.notes ?? []), ...(passed.length > 0 ? [`passed over: ${passed.join(", ")}`] : [])];
}

function countsOf({ labels, classes }: DigitImages): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]!++;
  return counts;
}
