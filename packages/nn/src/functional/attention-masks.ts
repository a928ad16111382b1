import { ArgumentError, DTypeError, isFloat, ShapeError, Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { refuseInput } from "../refuse-input.js";
import type { AttentionOptions } from "./attention-options.js";

type Known<Options> = { readonly [Name in keyof Required<Options>]: readonly unknown[] | null };

const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();

/**
 * Refuses options that there are not and a tensor in their place, saying which is meant. `others`: names that PyTorch or
 * a sister gives them, in small letters; `first`: what PyTorch takes in the options' place.
 *
 * @throws ArgumentError
 */
export function checkMasks<Options extends object>(
  operation: string,
  options: Options,
  known: Known<Options>,
  others: Readonly<Record<string, keyof Options & string>>,
  first: keyof Options & string,
): void {
  if (options instanceof Tensor) {
    throw new ArgumentError({
      operation,
      got: "a tensor in place of options",
      expected: `{ ${Object.keys(known).join(", ")} }`,
      hint: `Try { ${first}: … }.`,
    });
  }
  for (const name of Object.keys(options ?? {})) {
    if (Object.hasOwn(known, name)) continue;
    const meant = others[plain(name)] ?? Object.keys(known).find((each) => plain(each) === plain(name));
    if (meant === undefined) break;
    throw new ArgumentError({
      operation,
      got: `an option ${name}`,
      expected: `one of { ${Object.keys(known).join(", ")} }`,
      hint: `Try ${meant}.`,
    });
  }
  checkOptions(operation, options, known);
}

/** Refuses a mask that is neither truths nor numbers to add. @throws DTypeError */
export function checkMaskDType(operation: string, name: string, mask: Tensor, alsoBytes = false): void {
  if (mask.dtype === "bool" || isFloat(mask.dtype) || (alsoBytes && mask.dtype === "uint8")) return;
  throw new DTypeError({
    operation,
    got: `${name} of ${mask.dtype}`,
    expected: alsoBytes ? "bool, uint8 or floats" : "bool or floats",
    hint: 'Try mask.to("bool").',
  });
}

function checkMaskShape(operation: string, name: string, mask: Tensor, ...fitting: readonly string[]): void {
  if (fitting.includes(mask.shape.join(", "))) return;
  throw new ShapeError({
    operation,
    got: `${name} of shape [${mask.shape.join(", ")}]`,
    expected: fitting.map((shape) => `[${shape}]`).join(" or "),
  });
}

/**
 * Refuses keys and values that don't stand beside the queries, and masks that would broadcast.
 *
 * @throws ShapeError or, for masks of whole numbers, DTypeError
 */
export function checkAttention(
  operation: string,
  [query, key, value]: readonly [Tensor, Tensor, Tensor],
  batchFirst: boolean,
  numHeads: number,
  { attnMask, keyPaddingMask }: AttentionOptions,
): void {
  const isBatched = query.ndim === 3;
  const [batchAxis, timeAxis] = batchFirst && isBatched ? [0, 1] : [1, 0];
  const batch = isBatched ? query.shape[batchAxis]! : 1;
  const [queries, keys] = [query.shape[timeAxis]!, key.shape[timeAxis]!];
  for (const each of isBatched ? [key, value] : []) {
    if (each.shape[batchAxis] !== batch) refuseInput(operation, each, `a batch of ${batch}, as the queries'`);
  }
  if (value.shape[timeAxis] !== keys) refuseInput(operation, value, `a value for each of ${keys} keys`);
  if (attnMask) {
    checkMaskDType(operation, "attnMask", attnMask, true);
    const flat = `${queries}, ${keys}`;
    checkMaskShape(operation, "attnMask", attnMask, flat, `${batch * numHeads}, ${flat}`);
  }
  if (keyPaddingMask) {
    checkMaskDType(operation, "keyPaddingMask", keyPaddingMask);
    checkMaskShape(operation, "keyPaddingMask", keyPaddingMask, isBatched ? `${batch}, ${keys}` : `${keys}`);
  }
}
