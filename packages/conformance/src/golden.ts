import type { DType, Shape } from "@mnist/tensor";
import stored from "./golden/operations.json" with { type: "json" };

/** JSON has no NaN and no infinities: those are strings. */
type StoredNumber = number | "nan" | "inf" | "-inf";

interface StoredOutput {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly StoredNumber[];
}

interface StoredCase {
  readonly name: string;
  readonly outputs: readonly StoredOutput[];
  readonly gradients?: readonly (readonly StoredNumber[] | null)[];
  readonly second?: readonly (readonly StoredNumber[] | null)[];
}

export interface GoldenOutput {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** What PyTorch computes for a case. */
export interface Golden {
  readonly outputs: readonly GoldenOutput[];
  /** The gradient of the weighed sum of the float outputs for each input; null for one that has none. */
  readonly gradients?: readonly (readonly number[] | null)[];
  /** The gradient of the weighed sum of those gradients; left out where PyTorch has none, or NaN. */
  readonly second?: readonly (readonly number[] | null)[];
}

const words = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };
const number = (value: StoredNumber): number => (typeof value === "string" ? words[value] : value);
const numbers = (lists: NonNullable<StoredCase["gradients"]>) =>
  lists.map((list) => list?.map(number) ?? null);

const byName = new Map((stored.cases as unknown as StoredCase[]).map((each) => [each.name, each]));

/** The version of PyTorch that computed the golden values. */
export const goldenVersion = stored.torch;

/** Every name in the golden file, for finding those that no case asks for any more. */
export const goldenNames: readonly string[] = [...byName.keys()];

/** @throws Error where the golden file does not know the case, saying how to make it. */
export function goldenOf(name: string): Golden {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`no golden values for ${name}: run python3 tooling/golden/ops.py`);
  return {
    outputs: found.outputs.map(({ dtype, shape, data }) => ({ dtype, shape, data: data.map(number) })),
    ...(found.gradients && { gradients: numbers(found.gradients) }),
    ...(found.second && { second: numbers(found.second) }),
  };
}
