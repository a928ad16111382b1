import { expect, it } from "vitest";
import { manualSeed, randint, randn, type Tensor } from "../../index.js";

function expected(line: readonly number[], descending: boolean): number[] {
  const rank = (x: number): number => (Number.isNaN(x) ? 1 : 0);
  const compare = (x: number, y: number): number => rank(x) - rank(y) || (x < y ? -1 : x > y ? 1 : 0);
  const towards = descending ? -1 : 1;
  return line.map((_, i) => i).sort((i, j) => towards * compare(line[i]!, line[j]!) || i - j);
}

const { NaN: nan, POSITIVE_INFINITY: infinity, EPSILON: epsilon } = Number;
const special = [
  0,
  -0,
  nan,
  infinity,
  -infinity,
  1e-45,
  -1e-45,
  3e38,
  -3e38,
  1,
  1 + epsilon,
  -1,
  -1 - epsilon,
];

it.each(["float32", "float64", "int32", "uint8"] as const)(
  "sorts %s stably, whatever the length",
  (dtype) => {
    manualSeed(3);
    for (const length of [1, 2, 47, 48, 300, 5000]) {
      const x: Tensor = dtype.startsWith("float")
        ? randn([length], { dtype: dtype as "float32" }).mul(10)
        : randint(0, 200, [length], { dtype: dtype as "int32" }).sub(dtype === "int32" ? 100 : 0);
      const values = [...x.dataSync()].map((value, i) =>
        i % 3 === 0 ? value : special[i % special.length]!,
      );
      const given = dtype.startsWith("float") ? x.mul(0).add(0) : x;
      const data = dtype.startsWith("float") ? values : [...given.dataSync()];
      given.dataSync().set(data);
      const line = [...given.dataSync()];
      for (const descending of [false, true])
        expect([...given.argsort(0, descending).dataSync()]).toEqual(expected(line, descending));
    }
  },
);
