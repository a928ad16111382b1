import { expect, it } from "vitest";
import { tensor } from "./index.js";
import { mapTensors, tensorsIn } from "./internal.js";

it("finds and replaces the tensors in lists and records", () => {
  const value = { a: tensor(1), rest: [tensor(2), { b: tensor(3), name: "c", none: null }] };
  expect([...tensorsIn(value)].map((each) => each.itemSync())).toEqual([1, 2, 3]);
  const doubled = mapTensors(value, (each) => each.mul(2));
  expect([...tensorsIn(doubled)].map((each) => each.itemSync())).toEqual([2, 4, 6]);
  expect(doubled.rest[1]).toMatchObject({ name: "c", none: null });
  expect([...tensorsIn("text")]).toEqual([]);
});
