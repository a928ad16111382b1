import { describe, expect, it } from "vitest";
import { backwards } from "../../composite/backwards.js";
import { compile, fromData, full, fullLike, ones, type Tensor, tensor, zeros } from "../../index.js";

type Step = (index: Tensor) => Tensor[];

const int32 = (values: number[]): Tensor => tensor(values, { dtype: "int32" });
const shown = (outputs: readonly Tensor[]) => outputs.map((each) => each.arraySync());

/** What a step answers, done as it is and twice recorded; made anew each time, as it may change what it works on. */
function expectAlike(make: () => Step): void {
  const [plain, compiled] = [make(), compile(make() as (...given: Tensor[]) => Tensor[])];
  for (const index of [
    [1, 0],
    [2, 2],
    [0, 1],
  ])
    expect(shown(compiled(int32(index)))).toEqual(shown(plain(int32(index))));
  expect(compiled.explain()).toContain("operations in");
}

describe("rows of bytes that a step gathers", () => {
  const bytes = () =>
    fromData(
      Uint8Array.from({ length: 12 }, (_, i) => i + 1),
      [3, 4],
    );
  const column = tensor([[1], [10], [100], [1000]]);
  const pair = tensor([[1], [10]]);
  const table: Record<string, (rows: Tensor) => Tensor> = {
    "cut before they are floats": (rows) => rows.slice(1, 2, 4).float(),
    "turned before they are floats": (rows) => rows.t().float(),
    "of which one is taken": (rows) => rows.select(0, 1).float(),
    "stretched before they are floats": (rows) => rows.unsqueeze(0).expand([3, 2, 4]).float().div(2),
    "flipped before they are divided": (rows) => backwards(rows.float(), 1).div(2),
    "turned before they are divided": (rows) => rows.float().t().div(2),
    "cut before they are divided": (rows) => rows.float().slice(1, 0, 3).div(2),
    "that divide": (rows) => rows.float().add(1).pow(0).div(rows.float().sum()),
    "divided by a truth": (rows) => rows.float().div(full([], 7, { dtype: "bool" })),
    "divided by what is cut to a whole number": (rows) =>
      rows.float().div(full([1], 3.7, { dtype: "int32" })),
    "as pictures": (rows) => rows.float().reshape([2, 1, 2, 2]).div(1),
    "as pictures that are turned": (rows) =>
      rows.float().div(1).reshape([2, 2, 2]).transpose(1, 2).matmul(pair),
    "flipped before a product": (rows) => backwards(rows.float().div(1), 1).matmul(column),
    "the other way round before a product": (rows) => backwards(rows.float().div(1), 0).matmul(column),
    "as other rows before a product": (rows) => rows.float().div(1).reshape([4, 2]).matmul(pair),
    "as one row before a product": (rows) =>
      rows
        .float()
        .div(1)
        .reshape([1, 8])
        .matmul(ones([8, 3])),
    "as patches before a product": (rows) =>
      rows
        .float()
        .div(255)
        .reshape([-1, 2, 2])
        .matmul(ones([2, 3])),
    "of which a part meets a product": (rows) => rows.float().div(1).slice(1, 1, 3).matmul(pair),
    "that meet a product and its turn": (rows) => {
      const batch = rows.float().div(0.5);
      return batch.t().matmul(batch.matmul(column));
    },
    "added up": (rows) => rows.float().div(0.5).reshape([2, 2, 2]).sum(1),
    "changed in place as floats": (rows) => {
      const batch = rows.float().div(1);
      batch.select(0, 1).fill_(7);
      return batch.matmul(column);
    },
    "changed in place as bytes": (rows) => {
      rows.fill_(3);
      return rows.float().matmul(column);
    },
  };

  it.each(Object.entries(table))("%s", (_, use) => {
    const data = bytes();
    expectAlike(() => (index) => [use(data.indexSelect(0, index))]);
    // The bytes themselves are wanted, too.
    expectAlike(() => (index) => {
      const rows = data.indexSelect(0, index);
      return [rows, use(rows.clone()), use(rows)];
    });
  });

  it("of one byte", () => {
    const data = fromData(Uint8Array.of(5, 6, 7), [3, 1]);
    expectAlike(() => (index) => [
      data
        .indexSelect(0, index)
        .float()
        .div(2)
        .matmul(ones([1, 2])),
    ]);
    expectAlike(() => (index) => [
      data
        .indexSelect(0, index)
        .float()
        .t()
        .matmul(ones([2, 1])),
    ]);
  });

  it("keep what they were where bytes, index or floats change before they are used", () => {
    expectAlike(() => {
      const data = bytes();
      return (index) => {
        const batch = data.indexSelect(0, index).float().div(1);
        data.add_(1);
        return [batch.matmul(column), data.clone()];
      };
    });
    expectAlike(() => {
      const [data, own] = [bytes(), int32([0, 1])];
      return (index) => {
        own.copy_(index);
        const batch = data.indexSelect(0, own).float().div(1);
        own.fill_(2);
        return [batch.matmul(column), batch.t().matmul(ones([2, 3]))];
      };
    });
    expectAlike(() => {
      const data = bytes();
      // An index of the step's own, whose memory is used again before the products.
      return (index) => {
        const batch = data.indexSelect(0, index.mul(0).add(1)).float().div(1);
        const between = ones([64]).mul(index.sum()).exp().sum();
        return [batch.matmul(column).add(between.mul(0)), batch.t().matmul(ones([2, 3]))];
      };
    });
  });

  it("are divided by this call's number, whatever an earlier call that began alike divided by", () => {
    const data = bytes();
    let count = 0;
    const step: Step = (index) => {
      const batch = data.indexSelect(0, index).float();
      const scaled = batch.div(count === 0 ? 1 : 100 + Math.floor(count / 3));
      return count === 0 ? [scaled, batch.add(1)] : [scaled];
    };
    const compiled = compile(step as (...given: Tensor[]) => Tensor[]);
    for (; count < 12; count++) expect(shown(compiled(int32([2, 0])))).toEqual(shown(step(int32([2, 0]))));
  });
});

it("a truth that a step fills with is 0 or 1, whatever number it was made of", () => {
  const step = (x: Tensor) => [
    full([2], 5, { dtype: "bool" }).float().mul(x),
    full([2], 0.5, { dtype: "bool" }),
    full([2], Number.NaN, { dtype: "bool" }).sum(),
    fullLike(x.gt(0), 256).float(),
  ];
  const compiled = compile(step as (...given: Tensor[]) => Tensor[]);
  for (let i = 0; i < 2; i++) expect(shown(compiled(ones([2])))).toEqual(shown(step(ones([2]))));
});

describe("an index", () => {
  const table = tensor([
    [1, 2],
    [3, 4],
  ]);

  it("is looked at in every view of it", () => {
    const both = int32([0, 1, 0, 1]);
    const [first, second] = [both.slice(0, 0, 2), both.slice(0, 2, 4)];
    const read = compile((x) => [table.indexSelect(0, first).add(x!), table.indexSelect(0, second)]);
    const wide = (index: Tensor) => index.unsqueeze(1).expand([2, 2]);
    const added = compile((x) => [
      zeros([2, 2]).scatterAdd(0, wide(first), x!),
      zeros([2, 2]).scatterAdd(0, wide(second), x!),
    ]);
    const columns = compile((x) => [
      x!.gather(1, both.reshape([2, 2]).slice(1, 1, 2)),
      x!.gather(1, both.reshape([2, 2])),
    ]);
    for (const step of [read, added, columns]) step(ones([2, 2]));
    for (const place of [2, 300, 10_000_000, -1]) {
      both.put_([2], place);
      for (const step of [read, added, columns])
        expect(() => step(ones([2, 2]))).toThrow(`index ${place} on an axis of size 2`);
    }
  });

  it("is refused where it is used, so that the step may catch it and nothing after it is done", () => {
    let steps = 0;
    const caught = compile((index) => {
      try {
        return [table.indexSelect(0, index!)];
      } catch {
        return [zeros([2, 2])];
      }
    });
    const counting = compile((index) => {
      const rows = table.indexSelect(0, index!);
      steps++;
      return [rows];
    });
    for (const step of [caught, counting]) for (let i = 0; i < 2; i++) step(int32([0, 1]));
    expect(shown(caught(int32([0, 9])))).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(shown(caught(int32([1, 1])))).toEqual([
      [
        [3, 4],
        [3, 4],
      ],
    ]);
    expect(() => counting(int32([9, 0]))).toThrow("index 9 on an axis of size 2");
    expect(steps).toBe(2);
  });
});
