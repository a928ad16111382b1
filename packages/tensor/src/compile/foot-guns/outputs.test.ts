import { expect, it } from "vitest";
import { compile, type Tensor, tensor } from "../../index.js";

it.each([
  ["a tensor alone, whose rows would be taken for its outputs", (x: Tensor) => x.mul(2), "no array"],
  ["nothing", () => {}, "no array"],
  ["a promise", async (x: Tensor) => [x.mul(2)], "a promise"],
])("a step that returns %s is refused at its first call and at later ones", (_name, step, got) => {
  const compiled = compile(step as never);
  for (let call = 0; call < 3; call++)
    expect(() => compiled(tensor([[1], [2]]))).toThrow(`got a step that returns ${got}; expected an array`);
});
