import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { photograph } from "../../cli/src/testing/photograph.js";
import { mnist } from "../../cli/src/testing/run-mnist.js";
import { digitRead, isLeftOut, patience, usePages } from "./browser.js";
import { drop } from "./drop.js";

const toys = [
  ["ball", "0"],
  ["boomerang", "7"],
  ["stick", "1"],
] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "playground-toys-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(isLeftOut)("a network that mnist train made of three classes of photographs", () => {
  const { open, plain } = usePages();

  it("opens in the page, shows their names, and reads photographs that were held sideways", async () => {
    for (const [name, digit] of toys) {
      mkdirSync(join(folder, "toys", name), { recursive: true });
      for (let i = 0; i < 60; i++)
        writeFileSync(join(folder, "toys", name, `${i}.jpg`), photograph(digit, i));
    }
    const file = join(folder, "toys.safetensors");
    const data = ["-d", join(folder, "toys"), "--prepare", "digit"];
    const { err, status } = await mnist([
      ...["train", "digits", ...data, "--epochs", "12", "--lr", "0.3", "--no-run", "--out", file],
    ]);
    expect([err, status]).toEqual(["", 0]);

    const page = await open(plain("#/workbench"));
    await drop(page, [{ name: "toys.safetensors", bytes: readFileSync(file) }]);
    await page.getByText(/^toys\.safetensors: digits, trained on toys/).waitFor(patience);
    for (const [name, digit] of toys) {
      const unseen = photograph(digit, 501);
      writeFileSync(join(folder, "unseen.jpg"), unseen);
      const { out } = await mnist(["predict", file, join(folder, "unseen.jpg"), "--json"]);
      expect((JSON.parse(out) as { digit: string }).digit).toBe(name);
      await drop(page, [{ name: `${name}.jpg`, bytes: unseen }]);
      await expect.poll(() => digitRead(page), { ...patience, message: name }).toBe(name);
    }
    const shares = page.getByRole("list", { name: "Share of each digit" });
    for (const [name] of toys) await shares.getByText(name, { exact: true }).waitFor(patience);
    expect(await shares.getByRole("listitem").count()).toBe(3);
  }, 300_000);
});
