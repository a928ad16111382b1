import { type Difference, DifferentModelError, type Json } from "@mnist/learner";
import { UsageError } from "../../command-line/errors.js";
import { written } from "../../command-line/kinds.js";

const pixels = (isRaw: Json): string => (isRaw === true ? "0..255" : "0..1");

/** What a model has, what a training needs, and the option that would change it, by the names of what can differ. */
const sayings: Readonly<Record<string, (difference: Difference) => [string, string, string | null]>> = {
  recipe: ({ saved, asked }) => [`is of the recipe ${saved}`, `of ${asked}`, `mnist train ${saved}`],
  classes: ({ saved, asked }) => [
    `tells ${written(saved)} apart`,
    written(asked),
    `--classes ${written(saved)}`,
  ],
  hidden: ({ saved, asked }) => [
    `has hidden layers of ${written(saved)}`,
    written(asked),
    `--hidden ${written(saved)}`,
  ],
  rawPixels: ({ saved, asked }) => [
    `reads pixels ${pixels(saved)}`,
    pixels(asked),
    saved === true ? "--raw-pixels" : "no --raw-pixels",
  ],
};

/** Says by the names of the options why a training can't start from the model of `--init`. */
export function explainModel(error: unknown, init: string | undefined, classes: readonly string[]): unknown {
  if (!(error instanceof DifferentModelError)) return error;
  const said = error.differences.map((difference): [string, string, string | null] => {
    const { name, saved, asked } = difference;
    if (Object.hasOwn(sayings, name)) return sayings[name]!(difference);
    return [
      `has ${saved === null ? `no ${name}` : `${name} ${saved}`}`,
      asked === null ? "none" : String(asked),
      null,
    ];
  });
  const isThere = ({ name, saved }: Difference): boolean =>
    name !== "classes" || (Array.isArray(saved) && saved.every((each) => classes.includes(String(each))));
  const remedies = said.map(([, , remedy]) => remedy);
  const canChange = error.differences.every(isThere) && remedies.every((remedy) => remedy !== null);
  return new UsageError(
    `--init ${init}: the model ${said.map(([has, needs]) => `${has}, this training ${needs}`).join("; it ")}. Try ${canChange ? `${remedies.join(" and ")}, or ` : ""}another model.`,
  );
}
