import { expect, it } from "vitest";
import { tensor } from "../../index.js";

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
