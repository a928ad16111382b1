/** Words for the part to learn from, and for those to check with, the likelier first. */
export const trainWords = ["train", "training"];
export const validWords = [
  "valid",
  "val",
  "validation",
  "dev",
  "eval",
  "evaluation",
  "holdout",
  "test",
  "testing",
];

/** Words that say no more than that there are pictures. */
export const fillers = ["set", "data", "dataset", "images", "image", "imgs", "pictures"];

/** What a folder's name says of a part: `Training Set` is "train", `pets-val1` the part "val" of "pets 1". */
export interface SplitName {
  readonly word: string;
  readonly isTrain: boolean;
  /** What it is the part of; "" where the name says nothing more. */
  readonly whole: string;
}

/** Reads a folder's name; null where no word of it is for a part. */
export function splitName(name: string): SplitName | null {
  const words = name.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
  const word = words.find((each) => trainWords.includes(each) || validWords.includes(each));
  if (word === undefined) return null;
  const whole = words.filter((each) => each !== word && !fillers.includes(each)).join(" ");
  return { word, isTrain: trainWords.includes(word), whole };
}

/**
 * The names among folders side by side that are parts of a data set: those that say nothing else, and those that have
 * their counterpart beside them, as `seg_train` has in `seg_test`. `test tubes` alone is a class.
 */
export function splitsAmong(names: Iterable<string>): Set<string> {
  const read = [...names].flatMap((name) => {
    const split = splitName(name);
    return split === null ? [] : [{ name, ...split }];
  });
  const isPart = ({ whole, isTrain }: SplitName) =>
    whole === "" || read.some((other) => other.whole === whole && other.isTrain !== isTrain);
  return new Set(read.filter(isPart).map(({ name }) => name));
}
