import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingDisks, onDisk, quoted } from "./testing/disk.js";
import { expectOneLine, mnist, mnistCommand, root, surroundings } from "./testing/run-mnist.js";

const folder = mkdtempSync(join(tmpdir(), "mnist-outputs-"));
const disk = join(folder, "disk");
const training = ["train", "digits", "-d", "strokes", "--samples", "600", "--hidden", "20"];
beforeAll(() => void mkdirSync(disk));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a shell makes of the tool with something behind it: a pipe, a file. */
function inShell(args: readonly string[], behind: string) {
  const script = `${quoted([process.execPath, ...mnistCommand(args)])} ${behind}`;
  const options = { cwd: root, env: surroundings(), encoding: "utf8" as const };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], options);
  return { status: status ?? -1, out: stdout, err: stderr };
}

describe("a pipe", () => {
  it("that is closed ends the run with 141, its model saved", () => {
    const model = join(folder, "piped.safetensors");
    const run = join(folder, "piped");
    const { out, err } = inShell(
      [...training, "-e", "100000", "--out", model, "--run", run],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
      '| head -1; echo "status ${PIPESTATUS[0]}"',
    );
    expect(err).toBe("");
    expect(out).toMatch(/^digits: read all ten digits.*\nstatus 141\n$/);
    expect(existsSync(model)).toBe(true);
    expect(readdirSync(run)).toEqual(expect.arrayContaining(["config.json", "model.safetensors"]));
  });

  it("is given lines alone, no control codes", () => {
    const { out, err } = inShell([...training, "-e", "2", "--no-run"], "2>&1 | cat");
    expect(err).toBe("");
    expect(out).toMatch(/epoch +train_loss/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these is to be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

it.runIf(existsSync("/dev/full"))("a file that is full is one clear line and the status 1", () => {
  for (const args of [
    ["data", "list"],
    [...training, "-e", "1", "--no-run"],
  ]) {
    const { status, err } = inShell(args, "> /dev/full");
    expect(err).toBe("error standard output: no space left on the device\n");
    expect(status).toBe(1);
  }
});

describe("before the first epoch it is known", () => {
  it("that a folder is where a file should be, or a file where a folder should", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const out = await mnist([...training, "-e", "1", "--out", folder]);
    expectOneLine(out, /--out .* is a folder; expected a file, such as .*model\.safetensors\./);
    const [nowhere, link] = [join(folder, "nowhere"), join(folder, "dangling")];
    symlinkSync(join(nowhere, "of-link"), link);
    for (const to of [
      ["--out", join(nowhere, "m.safetensors")],
      ["--out", `${nowhere}/`],
      ["--out", link],
      ["--log", join(nowhere, "log.csv")],
      ["--plot", join(nowhere, "loss.svg")],
    ])
      expectOneLine(
        await mnist([...training, "-e", "1", "--no-run", ...to]),
        new RegExp(`^error ${to[1]}: there is no folder ${nowhere}\\. Try mkdir -p ${nowhere}\\.\n$`),
      );
    expectOneLine(
      await mnist([...training, "-e", "1", "--run", file]),
      /file: is (not a folder|there already)/,
    );
    expectOneLine(
      await mnist([...training, "-e", "1", "--run", join(file, "in")]),
      /file.*: is not a folder/,
    );
  });
});

const missing = missingDisks();
if (missing !== null) console.log(`Left out: disks that are full or read-only, there is ${missing}`);

describe.runIf(missing === null)("a disk", () => {
  const options = { cwd: root, env: surroundings() };
  const train = (...to: string[]) => [process.execPath, ...mnistCommand([...training, "-e", "1", ...to])];

  it("that is read-only is found out before any training", () => {
    for (const to of [
      ["--out", join(disk, "model.safetensors")],
      ["--run", join(disk, "run"), "--out", join(folder, "fine.safetensors")],
      ["--no-run", "--log", join(disk, "log.csv")],
    ]) {
      const finished = onDisk(disk, { kilobytes: 64, isReadOnly: true }, train(...to), options);
      expectOneLine(finished, /disk\/\S+: is on a read-only file system\n$/);
      expect(finished.status).toBe(1);
    }
  });

  it("that fills up ends no run before its end", () => {
    const run = [...train("--run", join(disk, "run")), "-e", "3"];
    const { out, err, status } = onDisk(disk, { kilobytes: 120 }, run, options);
    expect(out.match(/^ {4}[123] /gm), err).toHaveLength(3);
    expect(err).toMatch(
      /^note .*best\.safetensors: no space left on the device\. It holds an earlier epoch/m,
    );
    expect(err).toMatch(/^error .*model\.safetensors: no space left on the device$/m);
    expect(status).toBe(1);
  });

  it.each([4, 48])("of %d KiB, too small for the model, is found out, too", (kilobytes) => {
    for (const to of [
      ["--no-run", "--out", join(disk, "m.safetensors")],
      ["--run", join(disk, "run")],
    ]) {
      const finished = onDisk(disk, { kilobytes }, train(...to), options);
      expect(finished.err).toMatch(/^error .*disk\/\S+: no space left on the device\n$/);
      expect(finished.status).toBe(1);
      expect(finished.out).toBe(to[0] === "--run" ? "run\n" : "");
    }
  });
});
