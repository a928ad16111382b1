import fc from "fast-check";
import { backwards } from "../composite/backwards.js";
import { arange, cat, type DType, full, keep, randint, type Tensor, tensor, where } from "../index.js";
import { manualSeed } from "../random/generator.js";

/** One thing that a step does: what, and with which of the tensors that there are, numbers counted round. */
interface Action {
  readonly kind: keyof typeof actions;
  readonly on: number;
  readonly with: number;
  readonly number: number;
}

/** What one call is given: which tensors as arguments, and the numbers that its code has by then. */
interface Call {
  readonly seed: number;
  readonly first: number;
  readonly second: number;
  readonly rows: number;
  readonly numbers: readonly number[];
}

/** A step over whole numbers, which every order of a sum and every kernel gives exactly. */
export interface RandomStep {
  readonly rows: number;
  readonly columns: number;
  readonly dtype: DType;
  readonly actions: readonly Action[];
  readonly calls: readonly Call[];
}

/** Bytes of which a step gathers rows: [samples, columns] and [batch]. */
interface DataSet {
  readonly bytes: Tensor;
  readonly index: Tensor;
}

/** What an action has at hand. */
interface Bench extends DataSet {
  /** Tensors from outside first, then the arguments, then what was made. */
  readonly pool: Tensor[];
  readonly numbers: readonly number[];
}

type Made = Tensor | null;

/** Keeps numbers small, so that float32 holds them and their products exactly. */
function small(x: Tensor): Tensor {
  return x.clamp(-9, 9);
}

/** Whether an operand may be changed in place with another. */
function canTake(x: Tensor, y: Tensor): boolean {
  const lead = x.ndim - y.ndim;
  const fits = lead >= 0 && y.shape.every((size, axis) => size === 1 || size === x.shape[axis + lead]);
  const isApart = x.strides.every((stride, axis) => stride !== 0 || x.shape[axis]! < 2);
  return fits && isApart && x.dtype === y.dtype && x.dtype !== "bool";
}

/** Changes a tensor where it can be changed; there is nothing new then. */
function inPlace(x: Tensor, y: Tensor, change: () => Tensor): null {
  if (canTake(x, y)) change();
  return null;
}

function fits(x: Tensor, y: Tensor): boolean {
  const [long, short] = x.ndim >= y.ndim ? [x, y] : [y, x];
  const lead = long.ndim - short.ndim;
  return (
    x.dtype !== "bool" &&
    y.dtype !== "bool" &&
    short.shape.every((size, axis) => {
      const other = long.shape[axis + lead];
      return size === other || size === 1 || other === 1;
    })
  );
}

const isNumeric = (x: Tensor): boolean => x.dtype !== "bool" && x.dtype !== "uint8";

const actions = {
  add: (x: Tensor, y: Tensor): Made => (fits(x, y) ? small(x.add(y)) : null),
  sub: (x: Tensor, y: Tensor): Made => (fits(x, y) ? small(x.sub(y)) : null),
  mul: (x: Tensor, y: Tensor): Made => (fits(x, y) ? small(x.mul(y)) : null),
  maximum: (x: Tensor, y: Tensor): Made => (fits(x, y) ? x.maximum(y) : null),
  choose: (x: Tensor, y: Tensor): Made => (fits(x, y) ? where(x.gt(y), x, y.mul(2)).clamp(-9, 9) : null),
  negate: (x: Tensor): Made => (isNumeric(x) ? x.neg() : null),
  relu: (x: Tensor): Made => (isNumeric(x) ? x.relu() : null),
  scale: (x: Tensor, _y: Tensor, n: number): Made => (isNumeric(x) ? small(x.mul(n)) : null),
  shift: (x: Tensor, _y: Tensor, n: number): Made => (isNumeric(x) ? small(x.add(n)) : null),
  sum: (x: Tensor): Made => (x.ndim > 0 ? small(x.sum(0)) : null),
  total: (x: Tensor): Made => small(x.sum()),
  largest: (x: Tensor): Made => (x.ndim > 0 && x.shape.at(-1)! > 0 ? x.amax(-1) : null),
  place: (x: Tensor): Made => (x.ndim > 0 && x.shape.at(-1)! > 0 ? x.argmax(-1) : null),
  running: (x: Tensor): Made => (x.ndim > 0 && isNumeric(x) ? small(x.cumsum(0)) : null),
  product: (x: Tensor, y: Tensor): Made =>
    x.ndim === 2 && y.ndim === 2 && x.dtype === y.dtype && isNumeric(x) && x.shape[1] === y.shape[0]
      ? small(x.matmul(y))
      : null,
  square: (x: Tensor): Made => (x.ndim === 2 && isNumeric(x) ? small(x.matmul(x.t())) : null),
  turn: (x: Tensor): Made => (x.ndim === 2 ? x.t() : null),
  rows: (x: Tensor): Made =>
    x.ndim > 0 ? x.narrow(0, Math.min(1, x.shape[0]!), Math.max(x.shape[0]! - 1, 0)) : null,
  everySecond: (x: Tensor): Made => (x.ndim > 0 ? x.slice(0, 0, x.shape[0]!, 2) : null),
  flip: (x: Tensor): Made => (x.ndim > 0 ? backwards(x, 0) : null),
  one: (x: Tensor): Made => (x.ndim > 0 && x.shape[0]! > 0 ? x.select(0, x.shape[0]! - 1) : null),
  stretch: (x: Tensor): Made => (x.ndim < 3 ? x.unsqueeze(0).expand([3, ...x.shape]) : null),
  flatten: (x: Tensor): Made => x.reshape([x.numel()]),
  detach: (x: Tensor): Made => x.detach(),
  copy: (x: Tensor): Made => x.clone(),
  wide: (x: Tensor): Made => x.double(),
  narrow: (x: Tensor): Made => x.float(),
  whole: (x: Tensor): Made => x.int(),
  join: (x: Tensor, y: Tensor): Made =>
    x.ndim > 0 && x.dtype === y.dtype && x.shape.join() === y.shape.join() ? cat([x, y], 0) : null,
  gather: (x: Tensor): Made =>
    x.ndim > 0 && x.shape[0]! > 2 ? x.indexSelect(0, tensor([2, 0, 2, 1], { dtype: "int32" })) : null,
  bytes: (_x: Tensor, _y: Tensor, _n: number, { bytes, index }: DataSet): Made => bytes.indexSelect(0, index),
  levels: (_x: Tensor, _y: Tensor, n: number, { bytes, index }: DataSet): Made =>
    bytes
      .indexSelect(0, index)
      .float()
      .div(n > 0 ? 1 : 0.5),
  pixels: (_x: Tensor, _y: Tensor, _n: number, { bytes, index }: DataSet): Made =>
    bytes.indexSelect(0, index).float(),
  halved: (x: Tensor): Made => (x.dtype === "float32" ? small(x.div(0.5)) : null),
  pairs: (x: Tensor): Made => (x.numel() % 2 === 0 ? x.reshape([x.numel() / 2, 2]) : null),
  bytes_: (_x: Tensor, _y: Tensor, _n: number, { bytes }: DataSet): Made => {
    bytes.copy_(backwards(bytes, 1));
    return null;
  },
  index_: (_x: Tensor, _y: Tensor, _n: number, { index }: DataSet): Made => {
    index.copy_(backwards(index, 0));
    return null;
  },
  truth: (x: Tensor, _y: Tensor, n: number): Made => full(x.shape, n, { dtype: "bool" }).float(),
  draw: (x: Tensor): Made => randint(-3, 4, x.shape).to(x.dtype === "bool" ? "int32" : x.dtype),
  given: (x: Tensor, _y: Tensor, n: number): Made =>
    isNumeric(x) ? small(x.add(tensor([n]).to(x.dtype))) : null,
  counted: (x: Tensor): Made =>
    x.ndim > 0 && isNumeric(x) ? small(x.add(arange(x.shape.at(-1)!).to(x.dtype))) : null,
  add_: (x: Tensor, y: Tensor): Made => inPlace(x, y, () => x.add_(y).clamp_(-9, 9)),
  mul_: (x: Tensor, y: Tensor): Made => inPlace(x, y, () => x.mul_(y).clamp_(-9, 9)),
  copy_: (x: Tensor, y: Tensor): Made => inPlace(x, y, () => x.copy_(y)),
  shifted_: (x: Tensor): Made => {
    const last = (x.shape[0] ?? 0) - 1;
    return last < 1 ? null : inPlace(x, x, () => x.narrow(0, 1, last).copy_(x.narrow(0, 0, last)));
  },
  turned_: (x: Tensor): Made =>
    x.ndim === 2 && x.shape[0] === x.shape[1] ? inPlace(x, x, () => x.copy_(x.t())) : null,
  scale_: (x: Tensor, _y: Tensor, n: number): Made => inPlace(x, x, () => x.mul_(n).clamp_(-9, 9)),
  fill_: (x: Tensor, _y: Tensor, n: number): Made => inPlace(x, x, () => x.fill_(n)),
  branch: (x: Tensor, _y: Tensor, n: number): Made => (n > 2 && isNumeric(x) ? x.neg().relu() : null),
  keep: (x: Tensor): Made => keep(x.clone()),
  read: (x: Tensor, _y: Tensor, n: number): Made =>
    n === 3 && x.numel() > 0 && isNumeric(x) && Number(x.sum().itemSync()) > 0 ? x.neg() : null,
} as const;

const kinds = Object.keys(actions) as (keyof typeof actions)[];
/** Sizes of rows and columns: none, one, few, and past a block of the kernels. */
const sizes = [0, 1, 2, 3, 5, 16, 33, 64, 130];

const calls = fc.record({
  seed: fc.integer({ min: 0, max: 1 << 20 }),
  first: fc.nat(7),
  second: fc.nat(7),
  rows: fc.constantFrom(0, 0, 0, 0, 1),
  numbers: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }),
});

export const randomSteps: fc.Arbitrary<RandomStep> = fc.record({
  rows: fc.constantFrom(...sizes),
  columns: fc.constantFrom(...sizes),
  dtype: fc.constantFrom<DType>("float32", "float32", "float32", "float64", "int32"),
  actions: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      on: fc.nat(40),
      with: fc.nat(40),
      number: fc.nat(2),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  calls: fc.array(calls, { minLength: 3, maxLength: 6 }),
});

/** Tensors from outside: two matrices of the step's size, a view of each, a row and a number. */
function outsideOf({ rows, columns, dtype }: RandomStep): Tensor[] {
  const [a, b] = [randint(-4, 5, [rows, columns]).to(dtype), randint(-4, 5, [columns, rows]).to(dtype)];
  return [
    a,
    b,
    b.t(),
    a.narrow(0, 0, Math.floor(rows / 2)),
    randint(-4, 5, [columns]).to(dtype),
    randint(-4, 5, []).to(dtype),
  ];
}

function dataSetOf({ rows, columns }: RandomStep): DataSet {
  return {
    bytes: randint(0, 10, [7, columns], { dtype: "uint8" }),
    index: randint(0, 7, [Math.min(rows, 16)]),
  };
}

function work(step: RandomStep, bench: Bench, given: readonly Tensor[]): Tensor[] {
  const { pool, numbers } = bench;
  const all = [...pool, ...given];
  const made: Tensor[] = [];
  for (const action of step.actions) {
    const [x, y] = [all[action.on % all.length]!, all[action.with % all.length]!];
    const result = actions[action.kind](x, y, numbers[action.number]!, bench);
    if (result === null || result.numel() > 60_000) continue;
    all.push(result);
    made.push(result);
  }
  return [...made.slice(-3), all[step.actions[0]!.on % pool.length]!];
}

type Around = (step: (...given: Tensor[]) => readonly Tensor[]) => (...given: Tensor[]) => readonly Tensor[];

/** All that the calls of a step come to: what each answers, and what it leaves outside. */
export function outcomes(step: RandomStep, around: Around): string[] {
  return outcomesAs(step, around, shown).map((each) => each.join(" | "));
}

/** The same on a device that answers later; actions that it has not are to be left out. */
export async function outcomesLater(step: RandomStep, around: Around): Promise<string[]> {
  const reading = outcomesAs(step, around, async (x) =>
    [x.dtype, x.shape.join(), ...(await x.data())].join(),
  );
  return Promise.all(reading.map(async (each) => (await Promise.all(each)).join(" | ")));
}

function outcomesAs<T>(step: RandomStep, around: Around, show: (x: Tensor) => T): T[][] {
  manualSeed(1);
  const pool = outsideOf(step);
  const data = dataSetOf(step);
  let numbers: readonly number[] = [];
  const run = around((...given) => work(step, { ...data, pool, numbers }, given));
  return step.calls.map((call) => {
    numbers = call.numbers;
    manualSeed(call.seed);
    const fresh = (): Tensor => randint(-4, 5, [step.rows + call.rows, step.columns]).to(step.dtype);
    const choice = [fresh(), fresh(), ...pool];
    const answers = run(choice[call.first % choice.length]!, choice[call.second % choice.length]!);
    return [...answers, ...pool, data.bytes, data.index, randint(100, [])].map(show);
  });
}

function shown(x: Tensor): string {
  return `${x.dtype} [${x.shape.join()}] ${x
    .dataSync()
    .map((value) => value + 0)
    .join()}`;
}
