import { kernel } from "./primitive.js";

/** Positions that put each line along `dim` in order; equals keep theirs, NaN counts as the largest. @source torch.argsort */
export const argsort = kernel("argsort", {
  infer: ([input], _attributes: { dim: number; descending: boolean }) => ({
    shape: input!.shape,
    dtype: "int32",
  }),
  run: (device, [input], { dim, descending }, output) => device.argsort(input!, dim, descending, output),
});

/** Running sums along `dim`. @source torch.cumsum */
export const cumsum = kernel("cumsum", {
  infer: ([input], _attributes: { dim: number }) => ({
    shape: input!.shape,
    dtype: input!.dtype === "bool" || input!.dtype === "uint8" ? "int32" : input!.dtype,
  }),
  run: (device, [input], { dim }, output) => device.cumsum(input!, dim, output),
});
