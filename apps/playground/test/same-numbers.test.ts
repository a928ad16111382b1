import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { isLeftOut, train, usePages } from "./browser.js";
import { keptEpochs } from "./kept-epochs.js";

const tool = fileURLToPath(new URL("../../cli", import.meta.url));

/** What the command line tool's epochs come to: loss, loss on unseen digits, share of right answers. */
async function epochsOfCommand(command: string): Promise<number[][]> {
  const words = command.split(/\s+/).slice(1);
  const node = ["--conditions=@mnist/source", "--import=tsx", join(tool, "src/mnist.ts")];
  const run = [...node, ...words, "--json", "--no-run"];
  const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: tool });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ done }) => done !== true)
    .map(({ trainLoss, validLoss, accuracy }) => [trainLoss, validLoss, accuracy]);
}

/** The same of the page's latest run. */
async function epochsOfPage(page: Page): Promise<number[][]> {
  return (await keptEpochs(page)).map((row) => row.slice(1, 4));
}

describe.skipIf(isLeftOut)("a run of the page", () => {
  const { open, isolated, plain } = usePages();

  it.each([
    ["3 or 7", "recipe=threes-sevens&pictures=1500&epochs=5", isolated],
    ["one output", "recipe=digits-scalar&pictures=1000&epochs=3&seed=3", plain],
    [
      "ten outputs",
      "pictures=1500&epochs=4&hidden=40&batch=100&decay=0.001&optimizer=momentum&lr=0.1",
      isolated,
    ],
    ["raw pixels", "pictures=1000&epochs=2&lr=0.001&raw=true&optimizer=adam&schedule=one-cycle", plain],
    ["convolutions", "recipe=digits-conv&pictures=600&epochs=2", isolated],
  ] as const)("has the command's numbers, every digit of every epoch: %s", async (_, settings, where) => {
    const page = await open(where(`#/workbench?${settings}`));
    const command = await page.getByText(/^mnist train/).textContent();
    const [expected] = await Promise.all([epochsOfCommand(command!), train(page)]);
    await expect.poll(() => epochsOfPage(page)).toEqual(expected);
  });

  it("stays, beside those before it, over a reload", async () => {
    const page = await open(plain("#/workbench?pictures=500&epochs=2"));
    await train(page);
    await page.getByLabel("Learning rate", { exact: true }).fill("0.1");
    await train(page);
    const runs = page.getByRole("listitem").filter({ hasText: "Take its settings" });
    await expect.poll(() => runs.count()).toBe(2);
    const before = await runs.allTextContents();
    expect(before[1]).toContain("lr 0.1");
    await page.waitForTimeout(300);
    await page.reload();
    await expect.poll(() => runs.allTextContents()).toEqual(before);
    await page.getByRole("button", { name: "Forget run 1" }).click();
    await page.waitForTimeout(300);
    await page.reload();
    await expect.poll(() => runs.count()).toBe(1);
  });
});
