import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { digitClasses, encodePng, strokeDigit } from "@mnist/data";
import { deserializeModel } from "@mnist/learner";
import { saveNpz } from "@mnist/nn/formats";
import { tensor } from "@mnist/tensor";
import { zipSync } from "fflate";
import type { Page } from "playwright";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { servePage } from "../../cli/src/commands/play/serve-page.js";
import { digitRead, isLeftOut, patience, settledWords, train, usePages } from "./browser.js";
import { drawDigit } from "./drawn-digits.js";
import { type Dropped, drop } from "./drop.js";
import { four, idxPair } from "./idx-files.js";

function png(index: number, digit: string): Uint8Array {
  const { pixels } = strokeDigit(5, index, [digit]);
  return encodePng({ width: 28, height: 28, channels: 1, data: pixels });
}

/** Pictures in folders of classes, `count` of each. */
function folders(
  root: string,
  classes: readonly string[],
  count: number,
  digits = classes,
): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const [place, name] of classes.entries())
    for (let i = 0; i < count; i++) files[`${root}${name}/${i}.png`] = png(i, digits[place]!);
  return files;
}

/** The same four, unpacked, by the names they are published under. */
const idxFiles = (): (readonly [name: string, bytes: Uint8Array])[] => {
  const [train, valid] = [idxPair(60), idxPair(20)];
  return [
    ["train-images-idx3-ubyte", train.images],
    ["train-labels-idx1-ubyte", train.labels],
    ["t10k-images-idx3-ubyte", valid.images],
    ["t10k-labels-idx1-ubyte", valid.labels],
  ];
};

const kaggleFiles = (): Record<string, Uint8Array> =>
  Object.fromEntries(
    idxFiles().flatMap(([name, bytes]) => [
      [`${name}/${name}`, bytes],
      [name.replace("-idx", ".idx"), bytes],
    ]),
  );

const backslashed = (files: Record<string, Uint8Array>): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name.replaceAll("/", "\\"), bytes]));

function csv(count: number): Uint8Array {
  const head = ["label", ...Array.from({ length: 784 }, (_, i) => `pixel${i}`)].join(",");
  const lines = Array.from({ length: count }, (_, i) => {
    const { pixels, label } = strokeDigit(8, i);
    return [label, ...pixels].join(",");
  });
  return new TextEncoder().encode(`\uFEFF${[head, ...lines].join("\r\n")}\r\n`);
}

async function npz(): Promise<Uint8Array> {
  const part = (count: number, seed: number) => {
    const drawn = Array.from({ length: count }, (_, i) => strokeDigit(seed, i));
    return {
      x: tensor(
        drawn.flatMap(({ pixels }) => [...pixels]),
        { dtype: "uint8" },
      ).view([count, 28, 28]),
      y: tensor(
        drawn.map(({ label }) => label),
        { dtype: "uint8" },
      ),
    };
  };
  const [train, test] = [part(40, 1), part(10, 2)];
  return saveNpz({ x_train: train.x, y_train: train.y, x_test: test.x, y_test: test.y });
}

/** A picture as other programs make it: colour, other size, black on white. */
function photo(): Uint8Array {
  const { pixels } = strokeDigit(5, 3, ["3"]);
  const side = 112;
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      data.fill(255 - pixels[(y >> 2) * 28 + (x >> 2)]!, (y * side + x) * 3, (y * side + x) * 3 + 3);
  return encodePng({ width: side, height: side, channels: 3, data });
}

const svg = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="#fff"/><path d="M50 15V85" stroke="#000" stroke-width="9"/></svg>',
);

describe.skipIf(isLeftOut)("files as people have them", () => {
  const { open, isolated, plain } = usePages();
  const said = (page: Page) => page.locator(".note").first();

  it("takes data in all the ways it comes, and says what it took", async () => {
    const page = await open(plain("#/your-data"));
    const cases: readonly (readonly [name: string, files: readonly Dropped[], words: RegExp])[] = [
      ["MNIST's four files, renamed", four(), /60 pictures to learn from, 20 to check with/],
      [
        "a zip of folders with two parts",
        [
          {
            name: "digits.zip",
            bytes: zipSync({ ...folders("d/Train/", ["3", "7"], 6), ...folders("d/val/", ["3", "7"], 2) }),
          },
        ],
        /digits\.zip: 12 pictures to learn from, 4 to check with/,
      ],
      [
        "other classes without a part to check with",
        [{ name: "pets.zip", bytes: zipSync(folders("", ["cat", "dog"], 10, ["4", "1"])) }],
        /pets\.zip: 16 pictures to learn from, 4 to check with\. .*4 of them, 20 % of each class, are held back/,
      ],
      [
        "a zip as Windows makes it, with a copy deeper in it",
        [
          {
            name: "windows.zip",
            bytes: zipSync(
              backslashed({
                ...folders("d/Train/", ["3", "7"], 6),
                ...folders("d/Test/", ["3", "7"], 2),
                ...folders("d/old/train/", ["3", "7"], 3),
              }),
            ),
          },
        ],
        /windows\.zip: 12 pictures to learn from, 4 to check with/,
      ],
      [
        "Kaggle's MNIST as it unpacks, each file also in a folder of its name",
        [{ name: "kaggle.zip", bytes: zipSync(kaggleFiles()) }],
        /60 pictures to learn from, 20 to check with/,
      ],
      [
        "EMNIST's files, which lie on their side",
        idxFiles().map(([name, bytes]) => ({ name: `emnist-digits-${name.replace("t10k", "test")}`, bytes })),
        /60 pictures to learn from, 20 to check with/,
      ],
      [
        "a zip of MNIST's four files",
        [
          {
            name: "raw.zip",
            bytes: zipSync(Object.fromEntries(four().map(({ name, bytes }) => [`MNIST/raw/${name}`, bytes]))),
          },
        ],
        /60 pictures to learn from/,
      ],
      [
        "Kaggle's table",
        [{ name: "train.csv", bytes: csv(30) }],
        /train\.csv: 22 pictures to learn from, 8 to check with/,
      ],
      [
        "Keras' arrays",
        [{ name: "mnist.npz", bytes: await npz() }],
        /mnist\.npz: 40 pictures to learn from, 10 to check with/,
      ],
    ];
    for (const [name, files, words] of cases) {
      await drop(page, files);
      await expect.poll(() => said(page).textContent(), { ...patience, message: name }).toMatch(words);
    }
    expect(await page.getByRole("rowheader").allTextContents()).toEqual([...digitClasses]);
  });

  it("learns classes that are no digits, and names them", async () => {
    const page = await open(isolated("#/your-data"));
    await drop(page, [{ name: "pets.zip", bytes: zipSync(folders("", ["cat", "dog"], 60, ["4", "1"])) }]);
    await page.getByRole("heading", { name: "pets.zip" }).waitFor(patience);
    await train(page);
    await drawDigit(page, 1);
    await expect.poll(() => digitRead(page), patience).toBe("dog");
    await page.getByRole("button", { name: /times a cat was read as cat/ }).waitFor(patience);
  });

  it("waits for the rest of four files, and has only the damaged one given again", async () => {
    const page = await open(plain("#/your-data"));
    const [images, labels, ...others] = four();
    await drop(page, [images!]);
    await page.getByText(/1 of 4 files are here; missing: train-labels/).waitFor(patience);
    const damaged = { ...labels!, bytes: labels!.bytes.slice(0, 30) };
    await drop(page, [damaged, ...others]);
    await page
      .getByText(/Give that one again\. 3 of 4 files are here; missing: train-labels-idx1-ubyte\./)
      .waitFor(patience);
    await drop(page, [labels!]);
    await page.getByText(/60 pictures to learn from, 20 to check with/).waitFor(patience);
  });

  it("takes MNIST from mnist play, and learns from it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "playground-mnist-"));
    const paths = four().map(({ name, bytes }) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    });
    const server = servePage(inject("page")!.folder, paths).listen(0, "127.0.0.1");
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    });
    await once(server, "listening");
    const page = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#/your-data`);
    await page.getByRole("button", { name: "Take MNIST" }).click();
    await page.getByText(/60 pictures to learn from, 20 to check with/).waitFor(patience);
    await train(page);
  });

  it("puts pictures on the pad: one, several, from colour, SVG, and pasted", async () => {
    const page = await open(plain("#/your-data"));
    await drop(page, [
      { name: "Screenshot from 2024-01-02 10:11:12.png", bytes: photo() },
      { name: "line.svg", bytes: svg },
    ]);
    await page.getByText("Picture 1 of 2").waitFor(patience);
    await page.getByRole("button", { name: "Next →" }).click();
    await page.getByText("Picture 2 of 2").waitFor();
    await page.getByRole("link", { name: "Digit playground" }).click();
    await expect.poll(() => digitRead(page), patience).toBe("1");
    await page.evaluate((text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
      window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer }));
    }, Buffer.from(photo()).toString("base64"));
    await expect.poll(() => digitRead(page), patience).toBe("3");
  });

  it("says what a file is that it cannot use", async () => {
    const page = await open(plain("#/your-data"));
    const text = (words: string): Uint8Array => new TextEncoder().encode(words);
    const cases: readonly (readonly [Dropped, RegExp])[] = [
      [
        { name: "model.pt", bytes: zipSync({ "archive/data.pkl": text("x") }) },
        /model\.pt: got a PyTorch checkpoint \(zip\)/,
      ],
      [{ name: "net.onnx", bytes: Uint8Array.of(8, 7, 18, 0, 1, 2, 3) }, /net\.onnx: got an ONNX model/],
      [
        { name: "net.h5", bytes: Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10) },
        /net\.h5: got an HDF5 file/,
      ],
      [
        { name: "mnist.pkl.gz", bytes: gzipSync(Uint8Array.of(0x80, 4, 95, 0x2e)) },
        /mnist\.pkl\.gz: got a pickle of Python's/,
      ],
      [
        { name: "a.tar.xz", bytes: Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0) },
        /a\.tar\.xz: got a file packed with xz/,
      ],
      [
        { name: "table.csv", bytes: text("a,b\n1,2\n") },
        /table\.csv: got 2 columns|table\.csv.*expected a label and the pixels/,
      ],
      [{ name: "notes.txt", bytes: text("hello there, this is text") }, /notes\.txt/],
      [{ name: "broken.png", bytes: png(1, "3").slice(0, 60) }, /broken\.png.*(ends|expected)/],
      [
        {
          name: "ends.png",
          bytes: Buffer.from(Buffer.from(png(1, "3")).toString("latin1").replaceAll("\r\n", "\n"), "latin1"),
        },
        /ends\.png.*line ends/,
      ],
      [
        { name: "net.keras", bytes: zipSync({ "config.json": text("{}"), "model.weights.h5": text("x") }) },
        /net\.keras.*Keras/,
      ],
      [
        { name: "bad.zip", bytes: zipSync({ "../../x/3/a.png": png(1, "3") }) },
        /expected a path that stays inside the folder/,
      ],
      [{ name: "odd.safetensors", bytes: deflateSync(Buffer.alloc(50)) }, /odd\.safetensors/],
    ];
    for (const [file, words] of cases) {
      await drop(page, [file]);
      await expect.poll(() => said(page).textContent(), { ...patience, message: file.name }).toMatch(words);
    }
  });

  it("gives the same answer from a saved network", async () => {
    const page = await open(plain("#/workbench?epochs=4&pictures=3000&hidden=40&seed=7"));
    await train(page);
    await drawDigit(page, 3);
    const shares = () => page.getByRole("list", { name: "Share of each digit" }).textContent();
    await expect.poll(() => digitRead(page), patience).not.toBe("–");
    const sentence = await settledWords(page);
    const before = await shares();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save network" }).click();
    const bytes = await readFile(await (await download).path());
    const { recipe, settings, about } = deserializeModel(bytes);
    expect([recipe.name, settings.hidden, about.seed]).toEqual(["digits", 40, 7]);

    const other = await open(plain("#/workbench"));
    await drop(other, [{ name: "mine.safetensors", bytes }]);
    await other.getByText(/^mine\.safetensors: digits, trained on strokes \(seed 7\)/).waitFor(patience);
    expect(other.url()).toContain("hidden=40");
    await drawDigit(other, 3);
    await expect
      .poll(() => other.getByRole("list", { name: "Share of each digit" }).textContent(), patience)
      .toBe(before);
    expect(await settledWords(other)).toBe(sentence);
  });

  it("saves and opens a network of its own design too, and exports it", async () => {
    const page = await open(
      plain("#/workbench?epochs=1&pictures=600&layers=2&hidden=16&activation=tanh&optimizer=adam&lr=0.01"),
    );
    await train(page);
    for (const format of ["onnx", "npz"]) {
      const exported = page.waitForEvent("download");
      await page.getByRole("button", { name: `Export .${format}` }).click();
      expect((await exported).suggestedFilename()).toBe(`digits.${format}`);
    }
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save network" }).click();
    const bytes = await readFile(await (await download).path());
    const other = await open(plain());
    await drop(other, [{ name: "tanh.safetensors", bytes }]);
    await expect.poll(() => other.url(), patience).toContain("layers=2");
    await other.getByText("This network has learned before.").waitFor(patience);
  });
});
