import { PNG } from "pngjs";
import { expect, it } from "vitest";
import { encodePng as encodeInNode } from "../../node/encode-png.js";
import { expectBytes } from "../../testing/expect-error.js";
import { randomBytes } from "../../testing/random.js";
import { decodePng } from "./decode-png.js";
import { encodePng } from "./encode-png.js";

it.each([
  ["ours", encodePng],
  ["pngjs", encodeInNode],
])("%s encodes what decodePng and pngjs read back", (_name, encodePng) => {
  for (const channels of [1, 2, 3, 4] as const) {
    const data = randomBytes(28 * 27 * channels, channels);
    const bytes = encodePng({ width: 28, height: 27, channels, data });
    expect(decodePng(bytes)).toEqual({ width: 28, height: 27, channels, data });
    const theirs = PNG.sync.read(Buffer.from(bytes));
    if (channels === 4) expectBytes(theirs.data, data);
    expect(theirs.data[0]).toBe(data[0]);
  }
});

it.each([encodePng, encodeInNode])("refuses data that does not fit the size", (encodePng) => {
  const picture = { width: 2, height: 2, channels: 1, data: new Uint8Array(3) } as const;
  expect(() => encodePng(picture)).toThrow(
    "encodePng: got 3 bytes for 2×2×1; expected 4 bytes, and at least one pixel.",
  );
});
