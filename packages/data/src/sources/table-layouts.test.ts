import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodePng } from "../images/png/encode-png.js";
import { expectBytes } from "../testing/expect-error.js";
import { madePicture } from "../testing/make-digits.js";
import { digitsFromFiles, type NamedBytes } from "./digit-files.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const numbers = Array.from({ length: 10 }, (_, index) => index);
const pixelTitles = Array.from({ length: 784 }, (_, pixel) => `pixel${pixel}`).join(",");
const pixels = (index: number) => madePicture(index).join(",");
const label = (index: number) => String(index % 2);
const lines = (titles: string, row: (index: number) => string) =>
  [...(titles === "" ? [] : [titles]), ...numbers.map(row)].join("\n");
const exponents = (row: string) =>
  row
    .replaceAll(/\d+/g, (level) => Number(level).toExponential(18).replace("e+", "e+0"))
    .replaceAll(",", " ");
const fractions = (index: number) => Array.from(madePicture(index), (level) => level / 255).join(",");
const plain = lines(`label,${pixelTitles}`, (index) => `${label(index)},${pixels(index)}`);
const read = (...files: NamedBytes[]) => digitsFromFiles(files, undefined, { source: "made up", seed: 1 });
const picture = encodePng({ width: 28, height: 28, channels: 1, data: new Uint8Array(784) });

describe("tables as programs write them", () => {
  const expected = read({ name: "train.csv", bytes: bytes(plain) });

  it.each<[string, string]>([
    ["the label last, as OpenML has it", lines(`${pixelTitles},class`, (i) => `${pixels(i)},${label(i)}`)],
    ["rows numbered by pandas", lines(`,label,${pixelTitles}`, (i) => `${i},${label(i)},${pixels(i)}`)],
    ["rows numbered under a title", lines(`id,label,${pixelTitles}`, (i) => `${i},${label(i)},${pixels(i)}`)],
    [
      "pixels as decimals",
      lines(`label,${pixelTitles}`, (i) => `${label(i)},${pixels(i).replaceAll(/\d+/g, "$&.0")}`),
    ],
    ["semicolons", plain.replaceAll(",", ";")],
    ["tabs", plain.replaceAll(",", "\t")],
    ["no titles", lines("", (i) => `${label(i)},${pixels(i)}`)],
    ["another title", plain.replace("label", "digit")],
    [
      "quotes",
      plain
        .replace(/^.*\n/, (titles) => `${titles.trim().replaceAll(/[^,]+/g, '"$&"')}\n`)
        .replaceAll(/^([01]),/gm, '"$1",'),
    ],
    ["quotes around pixels, and blanks", plain.replaceAll(/,(\d+)$/gm, ', "$1" ')],
    ["blanks and exponents, as np.savetxt has them", lines("", (i) => exponents(`${label(i)},${pixels(i)}`))],
    ["numbers 0..1", lines(`label,${pixelTitles}`, (i) => `${label(i)},${fractions(i)}`)],
    ["CRLF, a BOM and an empty line at the end", `\uFEFF${plain.replaceAll("\n", "\r\n")}\r\n\r\n`],
  ])("%s", (_, text) => {
    const { train, valid } = read({ name: "train.csv", bytes: bytes(text) });
    expectBytes(train.images, expected.train.images);
    expectBytes(valid.images, expected.valid.images);
    expect(train.labels).toEqual(expected.train.labels);
  });

  it.each(["1 2", '1"2', ".", "0x10", "1e", "--1", '"12'])("refuses %s as a pixel", (pixel) => {
    const text = plain.replace(/\n(\d),\d+/, (_, label) => `\n${label},${pixel}`);
    expect(() => read({ name: "a.csv", bytes: bytes(text) })).toThrow(/ in line 2/);
  });

  it("keeps labels apart: with commas in quotes, and in Latin-1 or UTF-16", () => {
    const names = ['"a,b"', '"a ""b"""', "é", "ü"];
    const text = numbers.map((i) => `${names[i % 4]},${pixels(i)}`).join("\n");
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const wide = new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (letter) => letter.charCodeAt(0)).buffer);
    for (const table of [bytes(text), latin, wide])
      expect(new Set(read({ name: "a.csv", bytes: table }).train.classes)).toEqual(
        new Set(["a,b", 'a "b"', "é", "ü"]),
      );
  });

  it("refuses pixels between whole numbers", () => {
    const text = plain.replace(/\n(\d),\d+/, "\n$1,0.5");
    expect(() => read({ name: "a.csv", bytes: bytes(text) })).toThrow('"0.5" as a pixel in line 2');
  });

  it.each<[string, NamedBytes]>([
    ["packed with gzip", { name: "train.csv.gz", bytes: gzipSync(bytes(plain)) }],
    ["in a zip", { name: "train.csv.zip", bytes: zipSync({ "a/train.csv": bytes(plain) }) }],
    ["as .tsv", { name: "train.tsv", bytes: bytes(plain.replaceAll(",", "\t")) }],
  ])("%s", (_, file) => {
    expectBytes(read(file).train.images, expected.train.images);
  });

  it("takes the highest of several copies, and pictures beside it for no class", () => {
    const table = bytes(plain);
    const { train, valid, report } = read(
      { name: "sign_mnist_train.csv", bytes: table },
      { name: "sign_mnist_test.csv", bytes: table },
      { name: "sign_mnist_train/sign_mnist_train.csv", bytes: table },
      { name: "sign_mnist_test/sign_mnist_test.csv", bytes: table },
      { name: "american_sign_language.PNG", bytes: picture },
    );
    expect([train.labels.length, valid.labels.length]).toEqual([10, 10]);
    expect(report!.passedOver.map(({ reason }) => reason)).toEqual([
      "pictures beside the data set's files",
      "copies of tables that lie deeper",
    ]);
  });
});
