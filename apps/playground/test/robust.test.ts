import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { digitRead, isLeftOut, patience, usePages } from "./browser.js";
import { drawDigit } from "./drawn-digits.js";

/** Milliseconds from a click on Stop to the page saying that it has stopped, by the page's own clock. */
function timeToStop(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const stop = [...document.querySelectorAll("button")].find(
          ({ textContent }) => textContent === "Stop",
        )!;
        const started = performance.now();
        const status = document.querySelector(".controls-status")!;
        new MutationObserver((_, observer) => {
          if (!status.textContent?.startsWith("Stopped")) return;
          observer.disconnect();
          resolve(performance.now() - started);
        }).observe(status, { childList: true, characterData: true, subtree: true });
        stop.click();
      }),
  );
}

async function epochsDone(page: Page): Promise<number> {
  return Number(/(\d+) of \d+/.exec((await page.locator(".controls-status").textContent()) ?? "")?.[1] ?? 0);
}

describe.skipIf(isLeftOut)("what a long run, a reload or a lost worker does", () => {
  const { open, openIn, isolated, plain } = usePages();

  it.each(["isolated", "plain"] as const)("stops 20,000 epochs at once (%s)", async (kind) => {
    const page = await open((kind === "isolated" ? isolated : plain)("#/3-or-7?epochs=20000&pictures=1000"));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await expect.poll(() => epochsDone(page), { timeout: 60_000 }).toBeGreaterThan(100);
    await drawDigit(page, 7);
    await expect.poll(() => digitRead(page), patience).toMatch(/[37]/);
    await page.getByText("Every epoch").click();
    await page.getByRole("region", { name: "Epochs" }).waitFor();
    await expect.poll(() => epochsDone(page), { timeout: 60_000 }).toBeGreaterThan(400);
    expect(await page.getByRole("region", { name: "Epochs" }).getByRole("row").count()).toBeLessThan(40);
    expect(await timeToStop(page)).toBeLessThanOrEqual(100);
    await page.getByText(/^Stopped; the network stays as it is now\. It reads [\d.]+\s%/).waitFor();
    // What it has is kept, and can be gone on with.
    await page.getByRole("button", { name: "20000 more epochs" }).click();
    await expect.poll(() => epochsDone(page), { timeout: 60_000 }).toBeGreaterThan(0);
    expect(await timeToStop(page)).toBeLessThanOrEqual(100);
  });

  it("stops in the middle of a step that takes long", async () => {
    const page = await open(plain("#/convolutions?batch=3000&pictures=3000&epochs=1"));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText(/^Epoch 1 of 1|^Starting/).waitFor(patience);
    expect(await timeToStop(page)).toBeLessThanOrEqual(100);
    // The worker is still at that step when the run is gone on with.
    await page.getByRole("button", { name: /more epochs?$/ }).click();
    await page.getByText(/^Done\. It reads/).waitFor({ timeout: 120_000 });
  });

  it("pauses, goes a step, an epoch, and on", async () => {
    const page = await open(plain("#/ten-outputs?pictures=2000&epochs=30"));
    await page.getByRole("button", { name: "Step" }).click();
    await page.getByText(/^Paused in epoch 1 of 30/).waitFor(patience);
    const bar = page.getByRole("progressbar", { name: "Training" });
    await page.getByRole("button", { name: "Step" }).click();
    await expect.poll(async () => Number(await bar.getAttribute("value"))).toBeGreaterThan(0);
    const share = await bar.getAttribute("value");
    await page.waitForTimeout(300);
    expect(await bar.getAttribute("value")).toBe(share);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText(/^Paused in epoch 2 of 30/).waitFor(patience);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText(/^Done\. It reads/).waitFor({ timeout: 60_000 });
  });

  it("goes on after a reload where it was, with the same numbers as a run never left", async () => {
    const address = plain("#/3-or-7?pictures=1500&epochs=12");
    const whole = await open(address);
    await whole.getByRole("button", { name: "Train", exact: true }).click();
    await whole.getByText(/^Done\. It reads/).waitFor({ timeout: 60_000 });
    const lastRow = async (page: Page): Promise<string[]> => {
      await page.getByText("Every epoch").click();
      const table = page.getByRole("region", { name: "Epochs" });
      await table.waitFor();
      const cells = await table.getByRole("row").last().getByRole("cell").allTextContents();
      return cells.slice(0, 4); // all but the time
    };
    const expected = await lastRow(whole);

    const page = await open(address);
    page.on("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Step" }).click();
    await page.getByText(/^Paused in epoch 1/).waitFor(patience);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText(/^Paused in epoch 2/).waitFor(patience);
    await page.waitForTimeout(800); // what is kept is on its way to the disk
    await page.reload();
    await page.getByText(/A training was under way when the page was left/).waitFor(patience);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText(/^Done\. It reads/).waitFor({ timeout: 60_000 });
    expect(await lastRow(page)).toEqual(expected);
  });

  it("keeps settings, drawing and network over a reload", async () => {
    const page = await open(plain("#/3-or-7?pictures=1500&epochs=5&seed=9"));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText(/^Done\. It reads/).waitFor({ timeout: 60_000 });
    await drawDigit(page, 7);
    await expect.poll(() => digitRead(page), patience).toMatch(/[37]/);
    await page.waitForTimeout(1500); // the last stroke is read, and all is kept
    const words = await page.locator(".answer-words").textContent();
    await page.goto(plain("#/3-or-7"));
    await page.reload();
    await expect.poll(() => page.locator(".answer-words").textContent(), patience).toBe(words);
    expect(page.url()).toContain("seed=9");
    await page.getByText("This network has learned before.").waitFor();
  });

  it.each([
    ["workbench", "epochs=7&hidden=33"],
    ["3-or-7", "epochs=9&seed=4"],
    ["curve", "lr=0.02&seed=5"],
  ])("takes the settings of a link to %s that is pasted at another place", async (where, settings) => {
    const page = await open(plain("#/ten-outputs?epochs=3"));
    const epochs = page.getByLabel("Epochs", { exact: true });
    await expect.poll(() => epochs.inputValue(), patience).toBe("3");
    for (const before of ["", "#/curve", "#/your-data", `#/${where}`, "#/ten-outputs"]) {
      await page.goto(plain(before));
      await page.goto(plain(`#/${where}?${settings}`));
      await page.waitForTimeout(100);
      for (const setting of settings.split("&")) expect(page.url()).toContain(setting);
      const asked = /epochs=(\d)/.exec(settings)?.[1];
      if (asked !== undefined) await expect.poll(() => epochs.inputValue(), patience).toBe(asked);
    }
    await page.goto(plain("#/ten-outputs"));
    await expect.poll(() => page.url()).toContain("#/ten-outputs?epochs=3");
  });

  it("says that the worker is gone, and goes on with another", async () => {
    const page = await open(plain("#/ten-outputs"));
    await expect.poll(() => digitRead(page), patience).toBe("3");
    const [worker] = page.workers();
    await worker!.evaluate(() => self.close()).catch(() => {});
    await page
      .getByText(/The training thread has not answered for some seconds/)
      .waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Start it anew" }).click();
    await drawDigit(page, 1);
    await expect.poll(() => digitRead(page), patience).toBe("1");
  });

  it("works on where storage and clipboard are refused", async () => {
    const page = await open("about:blank");
    await page.addInitScript(() => {
      Object.defineProperty(window, "indexedDB", {
        value: {
          open: () => {
            throw new DOMException("refused", "SecurityError");
          },
        },
      });
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await page.goto(plain("#/3-or-7"));
    await page.getByText(/does not let this page keep anything/).waitFor(patience);
    await page.getByRole("button", { name: "All right" }).click();
    await page.getByText("The same numbers elsewhere").click();
    await page.getByRole("button", { name: "Copy command" }).click();
    await page.getByText("Select it and copy it yourself").waitFor();
  });

  it("comes up without a network from the second visit on, isolated also where the host says nothing", async () => {
    const page = await open(plain());
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const context = page.context();
    await context.setOffline(true);
    await page.reload();
    await expect.poll(() => digitRead(page), patience).toBe("3");
    await page.getByRole("link", { name: "Convolutions" }).click();
    await page.getByText("8 maps of 14 × 14, filters of 5 × 5").waitFor(patience);
    await context.setOffline(false);
    const other = await openIn(context, plain("#/curve"));
    await other.getByText(/It ends on the points/).waitFor(patience);
  });

  it("moves to the graphics processor and back", async () => {
    const page = await open(isolated("#/workbench?pictures=1000&epochs=2"));
    await page.getByRole("button", { name: "Graphics (WebGPU)" }).click();
    await page.getByText("Networks live on the graphics processor.").waitFor(patience);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText(/^Done\. It reads/).waitFor({ timeout: 100_000 });
    await drawDigit(page, 3);
    await expect.poll(() => digitRead(page), patience).toMatch(/\d/);
    await page.getByRole("button", { name: "Processor", exact: true }).click();
    await page.getByText(/WebAssembly on/).waitFor(patience);
    await expect.poll(() => digitRead(page), patience).toMatch(/\d/);
  });
});
