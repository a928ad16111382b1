import { ShapeError, type Tensor } from "@mnist/tensor";

/** @throws ShapeError, always: for an input whose shape an operation does not take. */
export function refuseInput(operation: string, x: Tensor, expected: string, hint?: string): never {
  const got = `an input of shape [${x.shape.join(", ")}]`;
  throw new ShapeError({ operation, got, expected, ...(hint !== undefined && { hint }) });
}
