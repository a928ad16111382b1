import { multiplyAddLimit } from "../limit/multiply-add-limit.js";
import { serve } from "./serve.js";

/** What the processor can do at most: 128-bit multiply-adds that touch registers alone, as the milliseconds of a product. */
const limit = await multiplyAddLimit();
await serve({
  round: () => {
    const perSecond = limit.measure();
    return Object.fromEntries(
      [64, 128, 256, 512, 1024].map((size) => [`${size}³`, (2 * size ** 3 * 1e3) / perSecond]),
    );
  },
  about: { build: limit.build },
});
