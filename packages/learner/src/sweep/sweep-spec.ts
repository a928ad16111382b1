import { FileError } from "@mnist/data";
import type { Direction } from "../compare-objectives.js";
import { Checked } from "../state/checked.js";
import type { Json } from "../state/json.js";

/** A setting's value in a trial. */
export type SettingValue = number | string | boolean;

/** What a setting may be: one of some values, or a number of a range. */
export type ParameterRange =
  | { readonly values: readonly SettingValue[] }
  | {
      readonly min: number;
      readonly max: number;
      /** `log`: as many numbers of each power of ten. */
      readonly scale: "linear" | "log";
      readonly whole: boolean;
    };

export type SearchMethod = "grid" | "random" | "latin-hypercube";

/** After how many epochs the worse trials are given up: those of rank above 1/factor, at `from`, `from`·factor, … epochs. */
export interface Halving {
  readonly from: number;
  readonly factor: number;
}

/** A search over settings. */
export interface SweepSpec {
  readonly name: string;
  /** What every trial is trained with, for whoever trains it: recipe, data set, other settings. */
  readonly train: Readonly<Record<string, SettingValue>>;
  readonly epochs: number;
  readonly search: SearchMethod;
  readonly parameters: Readonly<Record<string, ParameterRange>>;
  /** Settings that `random` and `latin-hypercube` try. */
  readonly trials: number;
  /** Of what they draw. */
  readonly searchSeed: number;
  /** Each setting is tried with each seed. */
  readonly seeds: readonly number[];
  /** A figure of the last epoch: a metric's name, `trainLoss` or `validLoss`. */
  readonly objective: string;
  readonly direction: Direction;
  readonly halving: Halving | null;
}

const keys = new Set([
  ...["$schema", "name", "train", "epochs", "search", "parameters", "trials", "searchSeed", "seeds"],
  ...["objective", "direction", "halving"],
]);

/** Trials of a sweep, each setting with each seed. */
const mostTrials = 100_000;

/** How many settings a grid of such values has. */
const sizeOf = (ranges: readonly ParameterRange[]): number =>
  ranges.reduce((size, range) => size * ("values" in range ? range.values.length : 1), 1);

/**
 * A sweep's description as it was written, checked and with its defaults.
 *
 * @throws FileError that names the place which is wrong
 */
export function readSweepSpec(value: unknown, file = "sweep"): SweepSpec {
  const spec = new Checked(value, file, "sweep");
  const unknown = spec.entries().find(([key]) => !keys.has(key));
  if (unknown) unknown[1].refuse(`one of ${[...keys].join(", ")}`);
  const or = <T>(key: string, read: (at: Checked) => T, otherwise: T): T =>
    (spec.at(key).value ?? null) === null ? otherwise : read(spec.at(key));
  const search = or("search", (at) => oneOf(at, ["grid", "random", "latin-hypercube"] as const), "grid");
  const objective = or("objective", (at) => at.text(), "accuracy");
  const parameters = spec
    .at("parameters")
    .entries()
    .map(([name, at]) => [name, readRange(at)] as const);
  if (parameters.length === 0) spec.at("parameters").refuse("one setting or more");
  const open = parameters.find(([, range]) => "min" in range);
  if (search === "grid" && open)
    spec.at("parameters").at(open[0]).refuse("a list of values, as a grid needs");
  const seeds = or("seeds", readSeeds, [42]);
  const trials = or("trials", (at) => at.whole(1, mostTrials), 20);
  const settings = search === "grid" ? sizeOf(parameters.map(([, range]) => range)) : trials;
  if (settings * seeds.length > mostTrials)
    throw new FileError({
      file,
      got: `${(settings * seeds.length).toLocaleString("en-US")} trials: ${search === "grid" ? "every value with every other" : "each of trials"}, with each seed`,
      expected: `at most ${mostTrials.toLocaleString("en-US")}`,
      hint: search === "grid" ? 'Try fewer values, or search: "random".' : "Try fewer trials or seeds.",
    });
  return {
    name: or("name", (at) => at.text(), "sweep"),
    train: Object.fromEntries(or("train", (at) => at.entries(), []).map(([key, at]) => [key, readValue(at)])),
    epochs: or("epochs", (at) => at.whole(1), 5),
    search,
    parameters: Object.fromEntries(parameters),
    trials,
    searchSeed: or("searchSeed", (at) => at.whole(0), 42),
    seeds,
    objective,
    direction: or(
      "direction",
      (at) => oneOf(at, ["maximize", "minimize"] as const),
      /loss|error|mse|mae/i.test(objective) ? "minimize" : "maximize",
    ),
    halving: or(
      "halving",
      (at) => ({ from: at.at("from").whole(1), factor: at.at("factor").whole(2) }),
      null,
    ),
  };
}

function oneOf<const T extends string>(at: Checked, words: readonly T[]): T {
  return words.find((word) => word === at.value) ?? at.refuse(`one of ${words.join(", ")}`);
}

function readValue(at: Checked): SettingValue {
  const { value } = at;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return at.refuse("a number, text, true or false");
}

function readSeeds(at: Checked): number[] {
  const seeds = at.list().map((each) => each.whole(0));
  return seeds.length > 0 ? [...new Set(seeds)] : at.refuse("one seed or more");
}

function readRange(at: Checked): ParameterRange {
  const list = Array.isArray(at.value) ? at : at.at("values");
  if (list.value !== undefined) {
    const values = list.list().map(readValue);
    return values.length > 0 ? { values: [...new Set(values)] } : list.refuse("one value or more");
  }
  const [min, max] = [at.at("min").number(), at.at("max").number()];
  const scale =
    at.at("scale").value === undefined ? "linear" : oneOf(at.at("scale"), ["linear", "log"] as const);
  const whole = at.at("whole").value === undefined ? false : at.at("whole").flag();
  if (!(min < max)) at.refuse("a min below its max");
  if (scale === "log" && min <= 0) at.refuse("a min above 0 for a logarithmic scale");
  return { min, max, scale, whole };
}

/** What makes two sweeps the same one. */
export function specJson(spec: SweepSpec): Json {
  return JSON.parse(JSON.stringify(spec)) as Json;
}
