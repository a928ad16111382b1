import type { Tensor } from "../../../tensor.js";
import { elements } from "../../cpu/cpu-storage.js";
import type { Kernels } from "../engine/module.js";
import type { Instruction } from "../kernels/instructions.js";
import { multiply, type Products, productsOf, productsScratch } from "../kernels/products.js";
import {
  sparseMatmul,
  sparseMatmulFits,
  sparseMatmulTransposed,
  sparseMatmulTransposedFits,
  sparsePackedBytes,
} from "../kernels/sparse-matmul.js";
import { extent, Staged } from "./staged.js";

/** Elements looked at to tell whether a matrix is mostly zero, and the share of zeros that makes it so. */
const SAMPLE = 509;
const MOSTLY = 0.6;
/** Multiplications below which looking costs more than it may save. */
const WORTH_LOOKING = 1 << 20;

/** Whether the kernels multiply these operands. Small ones too, so that a recorded step has the bits of an eager one. */
export function suitsMatmul(left: Tensor, right: Tensor): boolean {
  return isSuitable(left) && isSuitable(right);
}

function isSuitable({ dtype, strides }: Tensor): boolean {
  return dtype === "float32" && strides.every((stride) => stride >= 0);
}

/**
 * Writes left·right, batch by batch, to `output`, which is row-major. Where the left one is mostly zero (pictures) its
 * zeros are left out, which changes no bit of the result.
 */
export function matmulEager(kernels: Kernels, left: Tensor, right: Tensor, output: Tensor): void {
  if (output.numel() === 0) return;
  const products = productsOf(left, right, output);
  const { rows, inner, columns } = products.shape;
  const isOne = products.batch.length === 0;
  const skips = isOne && rows * inner * columns >= WORTH_LOOKING && isMostlyZero(left);
  const room = Math.max(productsScratch(products), skips ? sparsePackedBytes(inner, columns) : 0);
  const staged = new Staged(kernels, [left, right], output, room);
  const addresses = {
    left: staged.view(left).address,
    right: staged.view(right).address,
    output: staged.view(output).address,
  };
  const sparse = skips ? sparseInstructions(products, addresses, staged.scratch) : null;
  staged.run(sparse ?? multiply(products, addresses, staged.scratch));
}

function sparseInstructions(
  { shape, left, right, output }: Products,
  at: { readonly left: number; readonly right: number; readonly output: number },
  packed: number,
): Instruction[] | null {
  const source = { address: at.left, index: 0, scale: null };
  const factor = { ...right, address: at.right };
  const target = { ...output, address: at.output, columnStride: 1 };
  if (left.columnStride === 1 && sparseMatmulFits(shape)) {
    return sparseMatmul(shape, { ...source, rowStride: left.rowStride }, factor, target, packed);
  }
  const { rows, inner, columns } = shape;
  const turned = { rows: inner, inner: rows, columns };
  if (left.rowStride === 1 && sparseMatmulTransposedFits(turned)) {
    return sparseMatmulTransposed(
      turned,
      { ...source, rowStride: left.columnStride },
      factor,
      target,
      packed,
    );
  }
  return null;
}

function isMostlyZero(tensor: Tensor): boolean {
  const values = elements(tensor);
  const step = extent(tensor) / SAMPLE;
  let zeros = 0;
  for (let i = 0; i < SAMPLE; i++) if (values[tensor.offset + Math.floor(i * step)] === 0) zeros++;
  return zeros > MOSTLY * SAMPLE;
}
