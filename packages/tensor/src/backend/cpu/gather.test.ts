import { expect, it } from "vitest";
import { arange, tensor, zeros } from "../../index.js";

it("gathers from an axis of size 1, whatever its stride, and writes nothing beyond", () => {
  const stepped = tensor([5, 6]).slice(0, 0, 2, 2);
  expect([stepped.strides, stepped.isContiguous()]).toEqual([[2], true]);
  const index = tensor([0, 0, 0], { dtype: "int32" });
  const gathered = stepped.gather(0, index);
  const next = tensor([1, 2]);
  expect(gathered.arraySync()).toEqual([5, 5, 5]);
  stepped.gather(0, index);
  expect(next.arraySync()).toEqual([1, 2]);
});

it("takes and adds whole positions of any axis, with and without gaps in memory", () => {
  const index = tensor([2, 0, 2], { dtype: "int32" });
  const x = arange(24).float().reshape([2, 3, 4]);
  const along = (line: readonly number[]) => index.reshape(line);
  for (const [dim, sizes] of [
    [1, [2, 3, 4]],
    [2, [2, 3, 3]],
  ] as const) {
    const places = along(dim === 1 ? [1, 3, 1] : [1, 1, 3]).expand(sizes);
    const slow = x.gather(dim, places.contiguous());
    expect(x.gather(dim, places).arraySync()).toEqual(slow.arraySync());
    for (const target of [zeros([2, 3, 4]), zeros([3, 4, 5])]) {
      for (const source of [slow, arange(60).float().reshape([3, 4, 5])]) {
        const added = target.scatterAdd(dim, places, source).arraySync();
        expect(added).toEqual(target.scatterAdd(dim, places.contiguous(), source).arraySync());
      }
    }
  }
  expect(() => x.indexSelect(1, tensor([3]).int())).toThrow("index 3 on an axis of size 3");
});
