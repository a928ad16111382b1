import { extname, join } from "node:path";
import { type Recipe, recipes } from "@mnist/learner";
import { didYouMean } from "../../command-line/closest.js";
import { keyOf, longName } from "../../command-line/command.js";
import { UsageError } from "../../command-line/errors.js";
import { written } from "../../command-line/kinds.js";
import { checkDataset, hasOwnValidation } from "../../data.js";
import { readSettings } from "../../read-settings.js";
import { readRun } from "../../saved-run.js";
import { unknownRecipe } from "./find-recipe.js";
import { ownOptimizer } from "./rates.js";
import { type OptimizerName, recipeNames, type ScheduleName, type Setting, settings } from "./settings.js";

/** The settings that were given, by their names in a configuration file. */
export interface Given {
  readonly dataset?: string;
  readonly samples?: number;
  readonly share?: number;
  readonly validShare?: number;
  readonly prepare?: "resize" | "digit";
  readonly classes?: readonly string[];
  readonly epochs?: number;
  readonly lr?: number;
  readonly batchSize?: number;
  /** Several widths are as many layers. */
  readonly hidden?: number | readonly number[];
  readonly dropout?: number;
  readonly augment?: boolean;
  readonly rawPixels?: boolean;
  readonly optimizer?: OptimizerName;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly weightDecay?: number;
  readonly schedule?: ScheduleName;
  readonly clip?: number;
  readonly mixup?: number;
  readonly earlyStop?: number;
  readonly keepBest?: boolean;
  readonly seed?: number;
}

/** A recipe and what is changed of it. */
export interface Plan {
  readonly recipe: string;
  readonly given: Given;
}

/** The settings among a command's options. */
export function givenOf(options: Readonly<Record<string, unknown>>): Given {
  const keys = settings.map(keyOf).filter((key) => options[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, options[key]])) as Given;
}

export const isConfigFile = (name: string): boolean => [".json", ".yaml", ".yml"].includes(extname(name));

/** Reads a configuration file: each value is checked as the option of its name is. It may leave the recipe to `otherwise`. */
export async function readConfig(path: string, otherwise?: string): Promise<Plan> {
  const fields = await readFields(path);
  const known = ["$schema", "recipe", ...settings.map(keyOf)];
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (!known.includes(key))
      throw new UsageError(
        `${path}: no setting called ${JSON.stringify(key)}.${didYouMean(key, known) || " Try mnist train --print-schema."}`,
      );
    const setting = settings.find((each) => keyOf(each) === key);
    if (setting !== undefined && value !== null) given[key] = checked(setting, value, `${path}: ${key}`);
  }
  const { recipe = otherwise } = fields;
  if (typeof recipe !== "string")
    throw new UsageError(`${path}: got no recipe; expected "recipe" to be one of ${recipeNames.join(", ")}.`);
  return { recipe, given: given as Given };
}

async function readFields(path: string): Promise<Record<string, unknown>> {
  const value = await readSettings(path);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new UsageError(`${path}: got no settings; expected names and values.`);
}

/** A setting's value of a file, read as the option's text is. @throws UsageError that begins with the place */
export function checked({ kind, flags }: Setting, value: unknown, place: string): unknown {
  if (kind === undefined) {
    const type = flags.includes("<") ? "string" : "boolean";
    if (type === "string" ? typeof value === "string" : typeof value === "boolean") return value;
    throw new UsageError(
      `${place}: got ${JSON.stringify(value)}; expected ${type === "string" ? "text" : "true or false"}.`,
    );
  }
  try {
    if (Array.isArray(value) && kind.list !== undefined) return kind.list(value);
    return kind.parse(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch (error) {
    throw new UsageError(`${place}: ${(error as Error).message.replace(/^Got/, "got")}`);
  }
}

/** @throws UsageError naming the options that a plan's recipe, or its optimiser, has no use for. */
export function checkPlan({ recipe, given }: Plan): void {
  if (!(recipeNames as readonly string[]).includes(recipe)) throw new UsageError(unknownRecipe(recipe));
  const own: Recipe | undefined = recipes[recipe as keyof typeof recipes];
  if (own !== undefined && given.dataset !== undefined) checkDataset(given.dataset);
  const optimizer = given.optimizer ?? ownOptimizer(own ?? {});
  for (const setting of settings) {
    const value = given[keyOf(setting) as keyof Given];
    if (value === undefined || value === false) continue;
    const name = longName(setting);
    if (setting.use !== "all" && own === undefined)
      throw new UsageError(`${name}: the recipe curve has no use for it. Try mnist train --help curve.`);
    if (setting.use === "hidden layer" && own!.defaults.hidden === 0)
      throw new UsageError(`${name}: the recipe ${recipe} has no hidden layer to use it for.`);
    if (setting.optimizers !== undefined && !setting.optimizers.includes(optimizer))
      throw new UsageError(
        `${name}: ${optimizer} has no use for it; ${setting.optimizers.join(", ")} would.`,
      );
  }
  checkSize(given);
  const { dataset = "mnist", seed = 0 } = given;
  if (dataset === "strokes" && seed < 0)
    throw new UsageError(`--seed ${seed}: strokes are drawn by seeds from 0 up. Try --seed ${-seed}.`);
  if (dataset === "strokes" && seed === Number.MAX_SAFE_INTEGER)
    throw new UsageError(
      `--seed ${seed}: those to check with are drawn by the next seed, which there is none. Try --seed ${seed - 1}.`,
    );
  if (given.validShare !== undefined && hasOwnValidation(dataset))
    throw new UsageError(`--valid-share: ${dataset} has pictures of its own to check with.`);
  if (given.prepare !== undefined && hasOwnValidation(dataset))
    throw new UsageError(`--prepare: ${dataset} has pictures of 28×28, to which nothing is done.`);
  if (given.nesterov && !given.momentum) throw new UsageError("--nesterov needs --momentum, such as 0.9.");
  if (given.samples !== undefined && dataset !== "strokes")
    throw new UsageError(`--samples: ${dataset} has its own pictures; --share takes a part of them.`);
}

/** Weights of the largest model: 512 MiB, and training holds several times as much. */
const mostWeights = 2 ** 27;

/** @throws UsageError where the hidden layers have more weights than there is room for */
function checkSize({ hidden = [] }: Given): void {
  const widths = [28 * 28, ...[hidden].flat()];
  const weights = widths.slice(1).reduce((sum, width, i) => sum + widths[i]! * width, 0);
  if (weights > mostWeights)
    throw new UsageError(
      `--hidden ${hidden}: got ${weights.toLocaleString("en-US")} weights; expected at most ${mostWeights.toLocaleString("en-US")}. Try narrower layers.`,
    );
}

/** A run that is to go on. */
export interface ResumedRun extends Plan {
  readonly folder: string;
  /** How many epochs are done. */
  readonly done: number;
}

/**
 * The plan of a run that is to go on, named by its folder or its name, with what may be changed of it.
 *
 * @throws UsageError for what may not, and where there is no such run
 */
export async function resumedPlan(name: string, given: Given, recipe?: string): Promise<ResumedRun> {
  const { folder, epochs } = await readRun(name);
  const saved = await readConfig(join(folder, "config.json"));
  const done = epochs.at(-1)?.epoch ?? 0;
  if (given.epochs !== undefined && given.epochs < done)
    throw new UsageError(
      `--epochs ${given.epochs}: ${folder} has ${done} epochs already. Try --epochs ${done + 1}, or a new run.`,
    );
  if (recipe !== undefined && recipe !== saved.recipe)
    throw new UsageError(`${folder} is a run of the recipe ${saved.recipe}, not ${recipe}.`);
  for (const setting of settings) {
    const key = keyOf(setting) as keyof Given;
    if (given[key] === undefined || setting.canChange) continue;
    if (JSON.stringify(given[key]) === JSON.stringify(saved.given[key])) continue;
    const was =
      saved.given[key] === undefined
        ? `without ${longName(setting)}`
        : `with ${longName(setting)} ${written(saved.given[key])}`;
    throw new UsageError(
      `${longName(setting)} ${written(given[key])}: ${folder} was begun ${was}. Leave it out, or begin a new run.`,
    );
  }
  return { folder, done, recipe: saved.recipe, given: { ...saved.given, ...given } };
}

/** The JSON schema of a configuration file. */
export function configSchema(): object {
  const properties = settings.map((setting) => {
    const { kind, flags, meaning } = setting;
    const type = kind?.schema ?? { type: flags.includes("<") ? "string" : "boolean" };
    return [keyOf(setting), { description: meaning, ...type }];
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "mnist train",
    type: "object",
    additionalProperties: false,
    required: ["recipe"],
    properties: {
      $schema: { type: "string" },
      recipe: { enum: recipeNames },
      ...Object.fromEntries(properties),
    },
  };
}
