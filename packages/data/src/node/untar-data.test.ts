import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { type DataSource, URLs } from "../sources/urls.js";
import { expectBytes } from "../testing/expect-error.js";
import { FileServer } from "../testing/file-server.js";
import { madePicture, makeFolderArchive, makeIdxFiles } from "../testing/make-digits.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { loadDigits, loadMnist, loadMnistSample, readDigits } from "./load-digits.js";
import { downloadArchive, untarData } from "./untar-data.js";

const archive = makeFolderArchive("mnist_png/", 30, 10);
const idx = makeIdxFiles(30, 10);
const sum = (bytes: Uint8Array) => createHash("sha256").update(gunzipSync(bytes)).digest("hex");

/** The table's data set with the sums of made-up files. */
function madeUp(source: DataSource): DataSource {
  const bytes = (name: string) => (source.layout === "idx" ? idx[name]! : archive);
  const files = source.files.map((file) => ({
    ...file,
    check: { of: "content", sha256: sum(bytes(file.name)) } as const,
  }));
  return { ...source, files };
}

const folderSource = madeUp(URLs.MNIST);
const idxSource = madeUp(URLs.MNIST_IDX);
const quick = { pauseMilliseconds: 1, stallMilliseconds: 500 };

async function start(): Promise<FileServer> {
  const server = await FileServer.start({ ...idx, "mnist_png.tgz": archive });
  onTestFinished(() => server.stop());
  return server;
}

describe("untarData", () => {
  it("fetches, unpacks and keeps a folder of pictures", async () => {
    const server = await start();
    const cacheFolder = temporaryFolder();
    const options = { ...quick, home: temporaryFolder(), cacheFolder, mirrors: [server.mirror] };
    const path = await untarData(folderSource, options);
    expect(path).toBe(join(cacheFolder, "mnist_png"));
    expect(readdirSync(path).sort()).toEqual(["testing", "training"]);
    expect(readdirSync(cacheFolder).sort()).toEqual(["archives", "mnist_png"]);
    expect(await untarData(folderSource, { ...options, offline: true })).toBe(path);
    expect(server.requests).toHaveLength(1);
  });

  it("fetches four IDX files, goes on after a failure with those that came, and shows the folder when all are there", async () => {
    const server = await start();
    const cacheFolder = temporaryFolder();
    const options = { ...quick, home: temporaryFolder(), cacheFolder, mirrors: [server.mirror] };
    const last = "t10k-labels-idx1-ubyte.gz";
    server.answers.set(last, [{ how: "status", status: 404 }]);
    await expect(untarData(idxSource, options)).rejects.toThrow("404 Not Found");
    expect(existsSync(join(cacheFolder, "mnist"))).toBe(false);
    server.answers.clear();
    expect(await untarData(idxSource, options)).toBe(join(cacheFolder, "mnist"));
    expect(readdirSync(cacheFolder)).toEqual(["mnist"]);
    expect(readdirSync(join(cacheFolder, "mnist")).sort()).toEqual(Object.keys(idx).sort());
    expect(server.requests.filter(({ path }) => path === last)).toHaveLength(2);
    expect(server.requests).toHaveLength(5);
  });

  it("lets two at once share one download", async () => {
    const server = await start();
    server.answers.set("mnist_png.tgz", [{ how: "slow", pieceBytes: 4096, pauseMilliseconds: 2 }]);
    const options = { ...quick, home: temporaryFolder(), mirrors: [server.mirror] };
    const paths = await Promise.all([0, 1, 2].map(() => untarData(folderSource, options)));
    expect(new Set(paths).size).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  it("tidies up after a process that was killed when all but that was done", async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, "mnist_png.tgz"), archive);
    const cacheFolder = temporaryFolder();
    const options = { home, cacheFolder, offline: true };
    const path = await untarData(folderSource, options);
    mkdirSync(join(cacheFolder, "archives"));
    writeFileSync(join(cacheFolder, "archives/mnist_png.tgz"), archive);
    // No process has a number so high.
    mkdirSync(join(cacheFolder, "archives/mnist_png.tgz.4194999-00000000.partial"));
    mkdirSync(join(cacheFolder, "mnist_png.4194999-00000000.unpacking"));
    writeFileSync(
      join(cacheFolder, "mnist_png.lock"),
      JSON.stringify({ token: "4194999-00000000", host: hostname() }),
    );
    expect(await untarData(folderSource, options)).toBe(path);
    expect(readdirSync(cacheFolder).sort()).toEqual(["archives", "mnist_png"]);
    expect(readdirSync(join(cacheFolder, "archives"))).toEqual(["mnist_png.tgz"]);
  });

  it("uses what lies in home, and never writes there when told another cache", async () => {
    const home = temporaryFolder();
    const cacheFolder = temporaryFolder();
    writeFileSync(join(home, "mnist_png.tgz"), archive);
    const path = await untarData(folderSource, { home, cacheFolder, offline: true });
    expect(path).toBe(join(cacheFolder, "mnist_png"));
    expect(readdirSync(home)).toEqual(["mnist_png.tgz"]);
    expect(await downloadArchive(folderSource, { home, cacheFolder, offline: true })).toBe(
      join(home, "mnist_png.tgz"),
    );
  });

  it("says what is missing where the network is not to be asked", async () => {
    const home = temporaryFolder();
    await expect(untarData(URLs.KMNIST, { home, offline: true })).rejects.toThrow(
      `kmnist: got nothing in ${home}, and the network is not to be asked; expected train-images-idx3-ubyte.gz, `,
    );
    expect(readdirSync(home)).toEqual([]);
  });
});

describe("loadMnist", () => {
  it("gives the same from IDX files, an archive and a folder, and says which", async () => {
    const homes = [temporaryFolder(), temporaryFolder(), temporaryFolder(), temporaryFolder()] as const;
    mkdirSync(join(homes[1], "MNIST/raw"), { recursive: true });
    for (const [name, bytes] of Object.entries(idx)) {
      writeFileSync(join(homes[0], name), bytes);
      writeFileSync(join(homes[1], "MNIST/raw", name.slice(0, -3)), gunzipSync(bytes));
    }
    writeFileSync(join(homes[2], "mnist_png.tgz"), archive);
    const folder = await untarData(folderSource, { home: homes[2], cacheFolder: homes[3], offline: true });
    const loaded = await Promise.all(homes.map((home) => loadMnist({ home, offline: true, order: "class" })));
    expect(loaded.map(({ train }) => train.source)).toEqual([
      `mnist (IDX files in ${homes[0]})`,
      `mnist (IDX files in ${join(homes[1], "MNIST/raw")})`,
      `mnist (${join(homes[2], "mnist_png.tgz")})`,
      `mnist (PNGs in ${folder})`,
    ]);
    for (const { train, valid } of loaded) {
      expectBytes(train.images, loaded[0]!.train.images);
      expectBytes(train.labels, loaded[0]!.train.labels);
      expectBytes(valid.images, loaded[0]!.valid.images);
    }
    const { train } = await loadMnist({ home: homes[0] });
    expectBytes(train.images.subarray(784, 1568), madePicture(1));
    expect(readDigits(homes[0]).valid.labels).toHaveLength(10);
    expect(readDigits(join(homes[2], "mnist_png.tgz")).train.classes).toHaveLength(10);
    expect(() => readDigits(join(homes[0], "nowhere"))).toThrow(
      "got nothing there; expected a folder or an archive of pictures",
    );
    expect(readDigits(join(homes[0], "train-labels-idx1-ubyte.gz")).valid.labels).toHaveLength(10);
  });

  it("picks the threes and sevens where there is no sample", async () => {
    const home = temporaryFolder();
    for (const [name, bytes] of Object.entries(idx)) writeFileSync(join(home, name), bytes);
    const { train } = await loadMnistSample({ home, offline: true });
    expect(train.classes).toEqual(["3", "7"]);
    expect(Array.from(train.labels)).toEqual([0, 0, 0, 1, 1, 1]);
    // 9 × 7 mod 10 is 3, 1 × 7 is 7.
    expectBytes(train.images.subarray(0, 784), madePicture(9));
    expectBytes(train.images.subarray(3 * 784, 4 * 784), madePicture(1));
    expect(train.source).toBe(`mnist_sample (the 3s and 7s of IDX files in ${home})`);
  });

  it("fetches what isn't there, and not again", async () => {
    const server = await start();
    const home = join(temporaryFolder(), "new");
    const { train } = await loadDigits(idxSource, { ...quick, home, mirrors: [server.mirror] });
    expect(train.source).toBe(`mnist (IDX files in ${join(home, "mnist")})`);
    expect((await loadDigits(idxSource, { home, offline: true })).valid.labels).toHaveLength(10);
    const png = await loadDigits(folderSource, { ...quick, home, mirrors: [server.mirror] });
    expect(png.train.source).toBe(`mnist_png (${join(home, "archives", "mnist_png.tgz")})`);
    expect(readFileSync(join(home, "archives", "mnist_png.tgz"))).toHaveLength(archive.length);
  });
});

// Needs MNIST_HOME: a folder with the four IDX files, mnist_png.tgz and mnist_sample.tgz.
describe.runIf(process.env.MNIST_HOME)("the real MNIST", () => {
  const home = process.env.MNIST_HOME ?? "";
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

  it("has the same pixels in mnist_png.tgz as in the IDX files, and the sample its threes and sevens", async () => {
    const { train, valid } = await loadMnist({ home, offline: true, order: "class" });
    expect([train.labels.length, valid.labels.length]).toEqual([60000, 10000]);
    const png = await loadDigits(URLs.MNIST, { home, offline: true });
    const sample = await loadMnistSample({ home, offline: true });
    expect(sha256(png.train.images)).toBe(sha256(train.images));
    expect(sha256(png.train.labels)).toBe(sha256(train.labels));
    expect(sha256(png.valid.images)).toBe(sha256(valid.images));
    expect(sample.train.source).toContain("mnist_sample.tgz");
    expect([sample.train.labels.length, sample.valid.labels.length]).toEqual([12396, 2038]);
    const threes = sample.train.labels.indexOf(1);
    const start = train.labels.indexOf(3);
    expect(sha256(sample.train.images.subarray(0, threes * 784))).toBe(
      sha256(train.images.subarray(start * 784, (start + threes) * 784)),
    );
  }, 30_000);
});
