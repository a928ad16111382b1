import { expect, it } from "vitest";
import { tensor } from "./index.js";

it.each([[new Array<number>(2)], [[[1, 2], new Array<number>(2)]]])(
  "refuses a list with gaps: %j",
  (values) => {
    expect(() => tensor(values)).toThrow(/got undefined; expected numbers/);
  },
);
