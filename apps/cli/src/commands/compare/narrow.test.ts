import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { run as compare } from "./run.js";

it("stacks the table where the terminal is narrower", async () => {
  const folders: string[] = [];
  for (const lr of [0.25, 0.5]) {
    const folder = await mkdtemp(join(tmpdir(), "mnist-narrow-"));
    folders.push(folder);
    await writeFile(join(folder, "config.json"), JSON.stringify({ recipe: "digits", lr }));
    const epoch = {
      epoch: 1,
      trainLoss: 1,
      validLoss: lr,
      metrics: { accuracy: lr },
      seconds: 1,
      validSeconds: 1,
    };
    await writeFile(join(folder, "metrics.jsonl"), `${JSON.stringify(epoch)}\n`);
  }
  const columns = process.stdout.columns;
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(async () => {
    process.stdout.columns = columns;
    printed.mockRestore();
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  process.stdout.columns = 40;
  await compare(folders, {});
  expect(String(printed.mock.calls[0])).toMatch(/mnist-narrow-\w+.*\n {2}lr {8}0\.25\n {2}best {6}1\n/);
  process.stdout.columns = 100;
  await compare(folders, {});
  expect(String(printed.mock.calls[2])).toMatch(/run +lr +best +accuracy +loss +time/);
});
