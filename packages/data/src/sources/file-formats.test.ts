import { dirname, join } from "node:path";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDigits } from "../index.js";
import { dataErrorOf } from "../testing/expect-error.js";
import { png, written } from "../testing/made-files.js";
import { digitsFromFiles } from "./digit-files.js";

const options = { source: "made up" };
const refusal = (action: () => unknown) => dataErrorOf(action).message;

const code = (text: string) => [...new TextEncoder().encode(text)];

describe("what is no data set", () => {
  const named: readonly (readonly [name: string, bytes: readonly number[], says: string])[] = [
    ["data.h5", [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10], "got an HDF5 file (.h5, .hdf5)"],
    ["train.parquet", [0x50, 0x41, 0x52, 0x31], "got a Parquet table"],
    ["data.pkl", [0x80, 4, 0x95, 0x2e], "got a pickle of Python's"],
    ["mnist.tar.xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "got a file packed with xz"],
    ["mnist.7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "got a 7z archive"],
    ["model.onnx", [8, 8, 0x12, 4, 1, 2, 3, 4], "got an ONNX model"],
  ];

  it.each(named)("%s is named, with what to do", (name, start, says) => {
    const bytes = Uint8Array.from([...start, ...new Uint8Array(600), 0x2e]);
    const path = join(written({ [name]: bytes }), name);
    for (const message of [
      refusal(() => readDigits(path)),
      refusal(() => readDigits(dirname(path))),
      refusal(() => digitsFromFiles([{ name, bytes }], undefined, options)),
      refusal(() => digitsFromFiles([{ name: `${name}.gz`, bytes: gzipSync(bytes) }], undefined, options)),
    ]) {
      expect(message).toContain(says);
      expect(message).toMatch(/In Python|Unpack|It is a model/);
    }
  });

  const pictures: readonly (readonly [name: string, bytes: readonly number[], says: string, hint: string])[] =
    [
      ["a.webp", [...code("RIFF"), 0, 0, 0, 0, ...code("WEBP")], "a WebP picture", "rglob('*.webp')"],
      ["a.gif", code("GIF89a"), "a GIF picture", "rglob('*.gif')"],
      ["a.bmp", [...code("BM"), 1, 2, 3, 4, 0, 0, 0, 0], "a BMP picture", "rglob('*.bmp')"],
      ["a.TIF", [...code("II*"), 0], "a TIFF picture", "rglob('*.TIF')"],
      [
        "a.heic",
        [0, 0, 0, 24, ...code("ftypheic")],
        "a HEIC picture, as phones take",
        "register_heif_opener",
      ],
      ["a.avif", [0, 0, 0, 24, ...code("ftypavif")], "an AVIF picture", "register_heif_opener"],
      ["a.svg", code("<svg xmlns='x'>"), "an SVG drawing", "rsvg-convert"],
    ];

  it.each(pictures)(
    "a folder of pictures such as %s is named, with what makes PNGs of them",
    (name, start, says, hint) => {
      const bytes = Uint8Array.from([...start, ...new Uint8Array(600)]);
      const folder = written({ [`cat/${name}`]: bytes, [`dog/${name}`]: bytes });
      expect(refusal(() => readDigits(folder))).toContain(
        `${folder}: cat/${name}: got ${says}; expected pictures`,
      );
      expect(refusal(() => readDigits(folder))).toContain(hint);
      const mixed = readDigits(written({ [`cat/${name}`]: bytes, "cat/1.png": png(), "dog/1.png": png() }));
      expect(mixed.report!.passedOver[0]).toMatchObject({ count: 1, first: `cat/${name}` });
      expect(refusal(() => readDigits(written({ "cat/1.png": bytes })))).toContain(
        `got ${says}; expected a PNG or a JPEG`,
      );
    },
  );
});
