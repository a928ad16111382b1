import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DataError } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { makeTar, makeZip, type TarPlan } from "../testing/make-archive.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { unpackArchive } from "./unpack.js";

const text = (value: string) => new TextEncoder().encode(value);

/** Writes an archive and unpacks it beside; answers the folder that holds both. */
async function unpack(name: string, bytes: Uint8Array): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), bytes);
  await unpackArchive(join(folder, name), join(folder, "set"));
  return folder;
}

/** What is left in a folder after an archive was refused, and why it was. */
async function refusal(entries: TarPlan[], cut = 0): Promise<{ message: string; left: string[] }> {
  const folder = temporaryFolder();
  const tar = gzipSync(makeTar(entries));
  writeFileSync(join(folder, "a.tgz"), tar.subarray(0, tar.length - cut));
  const error: unknown = await unpackArchive(join(folder, "a.tgz"), join(folder, "set")).catch(
    (cause) => cause,
  );
  if (!(error instanceof DataError)) throw error;
  return { message: error.message, left: readdirSync(folder) };
}

describe("unpackArchive", () => {
  const entries = [{ name: "root/a/1.txt", data: text("one") }, { name: "root/b/" }];

  it("unpacks .tgz, .tar and .zip, without the folder that holds all", async () => {
    const tar = makeTar(entries);
    const zip = makeZip({ "root/a/1.txt": text("one"), "root/b/": new Uint8Array(0) });
    for (const [name, bytes] of [
      ["x.tgz", gzipSync(tar)],
      ["x.tar.gz", gzipSync(tar)],
      ["x.tar", tar],
      ["x.zip", zip],
    ] as const) {
      const folder = await unpack(name, bytes);
      expect(readdirSync(folder).sort()).toEqual(["set", name]);
      expect(readdirSync(join(folder, "set")).sort()).toEqual(["a", "b"]);
      expect(readFileSync(join(folder, "set/a/1.txt"), "utf8")).toBe("one");
    }
  });

  it("keeps several folders, and a single file, as they are", async () => {
    const two = await unpack(
      "x.tar",
      makeTar([
        { name: "train/1", data: text("1") },
        { name: "valid/2", data: text("2") },
      ]),
    );
    expect(readdirSync(join(two, "set")).sort()).toEqual(["train", "valid"]);
    expect(
      readdirSync(join(await unpack("x.tar", makeTar([{ name: "f", data: text("1") }])), "set")),
    ).toEqual(["f"]);
  });

  it("writes nothing of a hostile or damaged archive", async () => {
    const good = { name: "a/1", data: text("1") };
    for (const bad of [
      { name: "../evil", data: text("x") },
      { name: "/evil" },
      { name: "l", type: "2" },
      { name: "d", type: "3" },
    ]) {
      expect((await refusal([good, bad])).left).toEqual(["a.tgz"]);
    }
    const cut = await refusal([good], 9);
    expect(cut.left).toEqual(["a.tgz"]);
    expect(cut.message).toMatch(/^a\.tgz at byte \d+/);
    expect((await refusal([good, { name: "a/1/2", data: text("x") }])).left).toEqual(["a.tgz"]);
  });

  it("takes the later of a file that is there twice, as tar -r leaves it", async () => {
    const folder = temporaryFolder();
    const twice = [
      { name: "s/a", data: text("first") },
      { name: "s/b", data: text("b") },
      { name: "s/a", data: text("second") },
    ];
    writeFileSync(join(folder, "x.tar"), makeTar(twice));
    await unpackArchive(join(folder, "x.tar"), join(folder, "set"));
    expect(readFileSync(join(folder, "set", "a"), "utf8")).toBe("second");
  });

  it("leaves a folder that is there already", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "x.tar"), makeTar(entries));
    mkdirSync(join(folder, "set"));
    writeFileSync(join(folder, "set", "mine"), "");
    await unpackArchive(join(folder, "x.tar"), join(folder, "set"));
    expect(readdirSync(folder).sort()).toEqual(["set", "x.tar"]);
    expect(readdirSync(join(folder, "set"))).toEqual(["mine"]);
  });

  it("removes what a killed process left, and not what a living one works on", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "x.tar"), makeTar(entries));
    // No process has a number so high; this one lives.
    const dead = "set.4194999-00000000.unpacking";
    const living = `set.${process.pid}-00000000.unpacking`;
    for (const name of [dead, living, "set.notes.unpacking"]) mkdirSync(join(folder, name));
    await unpackArchive(join(folder, "x.tar"), join(folder, "set"));
    expect(readdirSync(folder).sort()).toEqual(["set", living, "set.notes.unpacking", "x.tar"].sort());
  });

  it("stops when it is told to, and leaves nothing", async () => {
    const folder = temporaryFolder();
    const many = Array.from({ length: 5000 }, (_, index) => ({ name: `a/${index}`, data: text("x") }));
    writeFileSync(join(folder, "x.tar"), makeTar(many));
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const unpacking = unpackArchive(join(folder, "x.tar"), join(folder, "set"), {
      signal: controller.signal,
      onProgress,
    });
    await expect(unpacking).rejects.toThrow("aborted");
    expect(readdirSync(folder)).toEqual(["x.tar"]);
  });
});
