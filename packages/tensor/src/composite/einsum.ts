import { ArgumentError, ShapeError } from "../errors.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { matmul } from "./linear-algebra.js";
import { diagonal } from "./matrices.js";
import { expand, permute, reshape } from "./movement.js";
import { own } from "./own.js";
import { sum } from "./reduction.js";

/** A tensor whose axes have names. */
interface Named {
  readonly tensor: Tensor;
  readonly axes: readonly string[];
}

function refuse(equation: string, got: string): never {
  throw new ArgumentError({
    operation: "einsum",
    got: `${got} in "${equation}"`,
    expected: 'a letter an axis, operands separated by commas, the output\'s letters after "->"',
    hint: 'Try "ij,jk->ik" for a matrix product.',
  });
}

/** Letters one by one; the dots become as many names as they stand for axes, counted from the last. */
function axesOf(term: string, dots: number, equation: string): string[] {
  if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(term)) refuse(equation, `the term "${term}"`);
  const [before = "", after] = term.split("...");
  if (after === undefined) return [...before];
  return [...before, ...Array.from({ length: dots }, (_, i) => `.${dots - i}`), ...after];
}

/** A repeated letter means the diagonal of its axes. */
function withoutRepeats({ tensor, axes }: Named, equation: string): Named {
  const second = axes.findIndex((axis, i) => axes.indexOf(axis) !== i);
  if (second === -1) return { tensor, axes };
  const first = axes.indexOf(axes[second]!);
  if (tensor.shape[first] !== tensor.shape[second]) refuse(equation, `"${axes[second]}" of two sizes`);
  const rest = axes.filter((_, i) => i !== first && i !== second);
  return withoutRepeats(
    { tensor: diagonal(tensor, 0, first, second), axes: [...rest, axes[second]!] },
    equation,
  );
}

function sumOver({ tensor, axes }: Named, gone: (axis: string) => boolean): Named {
  const dims = axes.flatMap((axis, i) => (gone(axis) ? [i] : []));
  if (dims.length === 0) return { tensor, axes };
  return { tensor: sum(tensor, dims), axes: axes.filter((axis) => !gone(axis)) };
}

/** The axes in the given order, missing ones as size 1. */
function arranged({ tensor, axes }: Named, order: readonly string[]): Tensor {
  const present = order.filter((axis) => axes.includes(axis));
  const moved = permute(
    tensor,
    present.map((axis) => axes.indexOf(axis)),
  );
  return reshape(
    moved,
    order.map((axis) => (axes.includes(axis) ? tensor.shape[axes.indexOf(axis)]! : 1)),
  );
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Joins two operands by one matrix product: axes that stay in both are its batch, those that go are its inner one. */
function contract(left: Named, right: Named, staying: ReadonlySet<string>): Named {
  const a = sumOver(left, (axis) => !staying.has(axis) && !right.axes.includes(axis));
  const b = sumOver(right, (axis) => !staying.has(axis) && !left.axes.includes(axis));
  const shared = a.axes.filter((axis) => b.axes.includes(axis));
  const batch = shared.filter((axis) => staying.has(axis));
  const inner = shared.filter((axis) => !staying.has(axis));
  const rows = a.axes.filter((axis) => !shared.includes(axis));
  const columns = b.axes.filter((axis) => !shared.includes(axis));
  const sizeIn = ({ axes, tensor }: Named, axis: string): number => tensor.shape[axes.indexOf(axis)] ?? 1;
  const sizeOf = (axis: string): number => {
    const [ours, theirs] = [sizeIn(a, axis), sizeIn(b, axis)];
    return ours === 1 ? theirs : ours;
  };
  const [batchSizes, innerSizes, rowSizes, columnSizes] = [batch, inner, rows, columns].map((axes) =>
    axes.map(sizeOf),
  ) as [number[], number[], number[], number[]];
  const x = reshape(
    expand(arranged(a, [...batch, ...rows, ...inner]), [...batchSizes, ...rowSizes, ...innerSizes]),
    [...batchSizes, product(rowSizes), product(innerSizes)],
  );
  const y = reshape(
    expand(arranged(b, [...batch, ...inner, ...columns]), [...batchSizes, ...innerSizes, ...columnSizes]),
    [...batchSizes, product(innerSizes), product(columnSizes)],
  );
  const joined = reshape(matmul(x, y), [...batchSizes, ...rowSizes, ...columnSizes]);
  return { tensor: joined, axes: [...batch, ...rows, ...columns] };
}

/** One size for each letter; dots broadcast. */
function checkSizes(operands: readonly Named[], equation: string): void {
  const sizes = new Map<string, number>();
  for (const { tensor, axes } of operands) {
    axes.forEach((axis, i) => {
      const [known, size] = [sizes.get(axis) ?? 1, tensor.shape[i]!];
      if (known !== size && known !== 1 && size !== 1) {
        throw new ShapeError({
          operation: "einsum",
          got: `sizes ${known} and ${size} for "${axis}" in "${equation}", shapes ${operands.map((each) => showShape(each.tensor.shape)).join(" and ")}`,
          expected: "one size for each letter",
        });
      }
      if (size !== 1 || !sizes.has(axis)) sizes.set(axis, size);
    });
  }
}

/**
 * Σ of products over the axes whose letters the output lacks: `einsum("bij,bjk->bik", a, b)` is a batch of matrix
 * products. Without an output, the letters that occur once, in alphabetical order; "..." stands for axes that broadcast.
 *
 * @throws ArgumentError for an equation that does not parse; ShapeError where a letter has two sizes.
 * @source torch.einsum
 * @example
 * einsum("ii->", eye(3)).itemSync() // 3, the trace
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const [inputs = "", output, ...more] = equation.replaceAll(" ", "").split("->");
  const terms = inputs.split(",");
  if (more.length > 0 || terms.length !== operands.length) refuse(equation, `${operands.length} operands`);
  const letters = (term: string): number => term.replace("...", "").length;
  const dotsOf = operands.map((tensor, i) =>
    terms[i]!.includes("...") ? tensor.ndim - letters(terms[i]!) : 0,
  );
  const named = operands.map((tensor, i): Named => {
    const axes = axesOf(terms[i]!, dotsOf[i]!, equation);
    if (axes.length !== tensor.ndim)
      refuse(equation, `"${terms[i]}" for a tensor of shape ${showShape(tensor.shape)}`);
    return withoutRepeats({ tensor, axes }, equation);
  });
  checkSizes(named, equation);
  const dots = Math.max(...dotsOf, 0);
  const wanted = output === undefined ? implied(terms, dots) : axesOf(output, dots, equation);
  const unknown = wanted.find(
    (axis, i) => wanted.indexOf(axis) !== i || !named.some(({ axes }) => axes.includes(axis)),
  );
  if (unknown !== undefined) refuse(equation, `the output axis "${unknown}"`);
  const [first, ...others] = named as [Named, ...Named[]];
  const joined = others.reduce((left, right, i) => {
    const later = others.slice(i + 1).flatMap(({ axes }) => axes);
    return contract(left, right, new Set([...wanted, ...later]));
  }, first);
  const left = sumOver(joined, (axis) => !wanted.includes(axis));
  const result = permute(
    left.tensor,
    wanted.map((axis) => left.axes.indexOf(axis)),
  );
  // Of one operand whose axes are only put in order it is a view.
  return operands.some(({ storage }) => storage === result.storage) ? result : own(result);
}

/** The dots, then the letters that occur once, in alphabetical order. */
function implied(terms: readonly string[], dots: number): string[] {
  const all = terms.join("").replaceAll("...", "");
  const single = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  return [...Array.from({ length: dots }, (_, i) => `.${dots - i}`), ...single];
}
