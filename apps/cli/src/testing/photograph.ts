import { strokeDigit } from "@mnist/data";
import { encode } from "jpeg-js";

/** A drawn digit on a sheet of 64×48 that the camera held sideways: its EXIF block says how it is to be turned. */
export function photograph(digit: string, index: number): Uint8Array {
  const [width, height] = [64, 48];
  const { pixels } = strokeDigit(4, index, [digit]);
  const data = new Uint8Array(width * height * 4).fill(235);
  // A quarter turn to the left, which orientation 6 turns back.
  for (let y = 0; y < 28; y++)
    for (let x = 0; x < 28; x++)
      data.fill(
        235 - 0.9 * pixels[y * 28 + x]!,
        4 * ((10 + 27 - x) * width + 18 + y),
        4 * ((10 + 27 - x) * width + 18 + y) + 3,
      );
  const jpeg = encode({ width, height, data }, 95).data;
  const exif = Buffer.from(
    "ffe10022457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000" + "00000000",
    "hex",
  );
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}
