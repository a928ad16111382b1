import { describe, expect, it } from "vitest";
import { readDigits } from "../index.js";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { countsOf, written } from "../testing/made-files.js";
import { madePicture } from "../testing/make-digits.js";
import { digitsFromFiles } from "./digit-files.js";

const options = { source: "made up" };
const refusal = (action: () => unknown) => dataErrorOf(action).message;

describe("tables of pixels", () => {
  const row = (label: string, index: number) => `${label},${madePicture(index).join(",")}`;
  const titles = ["label", ...Array.from({ length: 784 }, (_, pixel) => `pixel${pixel}`)].join(",");
  const bytes = (text: string) => new TextEncoder().encode(text);
  const kaggle = bytes(
    `\uFEFF${titles}\r\n${Array.from({ length: 20 }, (_, index) => row(String(index % 2), index)).join("\r\n")}\r\n`,
  );

  it("reads Kaggle's CSV with BOM and CRLF, and passes over the table without labels", () => {
    const test = bytes(`${titles.replace("label,", "")}\n${madePicture(1).join(",")}\n`);
    const splits = readDigits(
      written({
        "train.csv": kaggle,
        "test.csv": test,
        "sample_submission.csv": bytes("ImageId,Label\n1,0\n"),
      }),
    );
    expect(countsOf(splits)).toEqual([16, 4]);
    expect(splits.train.classes).toEqual([..."0123456789"]);
    expect(splits.report!.passedOver).toContainEqual({
      reason: "tables without labels",
      count: 1,
      first: "test.csv",
    });
    const whole = digitsFromFiles([{ name: "train.csv", bytes: kaggle }], undefined, {
      ...options,
      validShare: 0.01,
    });
    expectBytes(
      whole.train.images.subarray(0, 784),
      madePicture([0, 1, 2].find((index) => whole.train.images[0] === madePicture(index)[0])!),
    );
  });

  it("reads a pair of tables without titles, and labels that are words", () => {
    const lines = (from: number) => bytes(`${[row("7", from), row("3", from + 1)].join("\n")}`);
    const splits = readDigits(written({ "mnist_train.csv": lines(0), "mnist_test.csv": lines(5) }));
    expect([Array.from(splits.train.labels), Array.from(splits.valid.labels)]).toEqual([
      [7, 3],
      [7, 3],
    ]);
    expectBytes(splits.valid.images, Uint8Array.from([...madePicture(5), ...madePicture(6)]));
    const words = digitsFromFiles(
      [{ name: "pets.csv", bytes: bytes(["cat", "dog", "cat", "dog"].map(row).join("\n")) }],
      undefined,
      { ...options, validShare: 0.5 },
    );
    expect(words.train.classes).toEqual(["cat", "dog"]);
  });

  it("says where a table is wrong", () => {
    const table = (text: string) =>
      refusal(() => digitsFromFiles([{ name: "a.csv", bytes: bytes(text) }], undefined, options));
    expect(table(`${titles}\n${row("1", 0).replace(/,\d+$/, ",300")}`)).toMatch(
      /a\.csv at byte \d+: got "300" as a pixel in line 2; expected a whole number from 0 to 255/,
    );
    expect(table(`${titles}\n${row("1", 0)},5`)).toContain(
      "got more than 785 fields in line 2; expected 785.",
    );
    expect(table(`${titles}\n1,2,3`)).toContain("got 3 fields in line 2; expected 785.");
    expect(table("label,pixel0,pixel1\n1,2,3")).toContain(
      "got 3 columns; expected a label and the pixels of a square picture",
    );
    expect(table(`${titles}\n${row("1", 0).replace(/,\d+$/, ",-1")}`)).toContain('got "-1" as a pixel');
  });
});
