import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { digitRead, isLeftOut, patience, train, usePages } from "./browser.js";
import { drawDigit } from "./drawn-digits.js";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const places = [
  "",
  "curve",
  "3-or-7",
  "one-output",
  "ten-outputs",
  "convolutions",
  "your-hand",
  "your-data",
  "workbench",
];

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds wrong by WCAG 2.2 AA, in words. */
async function findings(page: Page): Promise<string[]> {
  // As a debugger's evaluation: the page's own policy admits no script that it does not bring.
  await page.evaluate(await readFile(axePath, "utf8"));
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: Finding[] }> };
    };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    return (await axe.run({ runOnly: { type: "tag", values: tags } })).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}

describe.skipIf(isLeftOut)("how the page looks", () => {
  const { open, isolated, plain } = usePages();

  it.each(["light", "dark"] as const)("has no barrier in any place (%s)", async (colorScheme) => {
    const page = await open(plain(), { colorScheme, reducedMotion: "reduce" });
    await expect.poll(() => digitRead(page), patience).toBe("3");
    for (const place of places) {
      await page.goto(plain(`#/${place}`));
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (place === "curve") await page.getByText(/It ends on the points/).waitFor(patience);
      if (place === "ten-outputs") {
        await page.getByRole("button", { name: /^Unit 1\b/ }).click();
        await page.getByRole("heading", { name: "Wakes most at" }).waitFor(patience);
        await page.getByRole("button", { name: /times a 4 was read as 4$/ }).click();
        await page.getByRole("list", { name: "A 4 read as 4" }).waitFor(patience);
      }
      if (place === "3-or-7" || place === "one-output") {
        await page.goto(plain(`#/${place}?pictures=1000&epochs=3`));
        await train(page);
        for (const door of ["Settings", "Every epoch", "The same numbers elsewhere"])
          await page.locator("summary", { hasText: door }).click();
        await page.waitForTimeout(500);
      }
      if (place === "your-hand") {
        await drawDigit(page, 1);
        await page.getByRole("button", { name: "4", exact: true }).click();
        await page.getByRole("list", { name: "Your digits" }).getByRole("listitem").waitFor(patience);
      }
      expect(await findings(page), place).toEqual([]);
    }
    await page.goto(plain("#/workbench?pictures=600&epochs=9000&hidden=20"));
    await page.getByRole("button", { name: "Find a rate" }).click();
    await page.getByRole("button", { name: /^Use [\d.]+$/ }).waitFor(patience);
    await page.getByRole("button", { name: "Walk a batch of 8" }).click();
    await page.getByRole("region", { name: "The recorded graph" }).waitFor(patience);
    await page.getByRole("button", { name: "Step" }).click();
    await page.getByText(/^Paused in epoch 1 of 9000/).waitFor(patience);
    expect(await findings(page), "paused").toEqual([]);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("img", { name: /^Share of unseen digits read right/ }).waitFor(patience);
    expect(await findings(page), "learning").toEqual([]);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByLabel("Learning rate", { exact: true }).fill("much");
    expect(await findings(page), "a field that makes no number").toEqual([]);
  });

  it("fits from 320 pixels to wide without scrolling sideways, in every place", async () => {
    const page = await open(plain());
    for (const width of [320, 390, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      for (const place of places) {
        await page.goto(plain(`#/${place}`));
        await page.getByRole("heading", { level: 1 }).waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${place} at ${width}`).toBeLessThanOrEqual(width);
      }
    }
  });

  it("has pad, network and answer above the fold of a phone, is drawn on by a finger, and keeps a small pad while one reads on", async () => {
    const page = await open(isolated(), {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    const bars = page.getByRole("list", { name: "Share of each digit" });
    const box = (await bars.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(844);
    await page.getByRole("button", { name: "Clear" }).tap();
    const touch = await page.context().newCDPSession(page);
    const drawOne = async (name: string): Promise<void> => {
      const pad = (await page.getByLabel(name, { exact: true }).boundingBox())!;
      const send = (type: string, at: readonly (readonly [number, number])[]) =>
        touch.send("Input.dispatchTouchEvent", {
          type: type as "touchStart",
          touchPoints: at.map(([x, y]) => ({ x: pad.x + x * pad.width, y: pad.y + y * pad.height })),
        });
      await send("touchStart", [[0.52, 0.2]]);
      for (let i = 1; i <= 8; i++) await send("touchMove", [[0.52 - i * 0.004, 0.2 + i * 0.078]]);
      await send("touchEnd", []);
    };
    await drawOne("Drawing area");
    await expect.poll(() => page.locator(".answer-words").textContent(), patience).toMatch(/reads a 1/);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("a, button")]
        .filter((each) => each.getClientRects().length > 0 && !each.classList.contains("skip"))
        .map((each) => ({ text: each.textContent, height: each.getBoundingClientRect().height }))
        .filter(({ height }) => height < 44),
    );
    expect(small).toEqual([]);

    await page.goto(isolated("#/ten-outputs"));
    await page.getByRole("list", { name: "Its worst mistakes" }).scrollIntoViewIfNeeded(patience);
    const pocket = page.getByRole("complementary", { name: "Pad and answer" });
    await pocket.getByText(/reads a 1/).waitFor(patience);
    await page.getByRole("button", { name: /^[1-9]\d* times a 0 was read as 0$/ }).click();
    await page.getByRole("list", { name: "A 0 read as 0" }).getByRole("button").first().tap();
    await pocket.getByText(/reads a 0/).waitFor(patience);
    await pocket.getByRole("button", { name: "Clear" }).tap();
    await drawOne("Small drawing area");
    await pocket.getByText(/reads a 1/).waitFor(patience);
    expect(await findings(page)).toEqual([]);
    await page.evaluate(() => scrollTo(0, 0));
    await pocket.waitFor({ state: "detached" });
  });

  it("loads little: 200 KB packed until it reads, 300 KB with the network", async () => {
    const page = await open("about:blank");
    const bodies = new Map<string, Promise<Buffer>>();
    page.on("response", (response) => {
      if (response.url().startsWith("http")) bodies.set(response.url(), response.body());
    });
    await page.goto(isolated());
    await expect.poll(() => digitRead(page), patience).toBe("3");
    let [code, network] = [0, 0];
    for (const [url, body] of bodies) {
      if (url.endsWith(".bin")) network += (await body).length;
      else code += url.endsWith(".woff2") ? (await body).length : gzipSync(await body, { level: 9 }).length;
    }
    console.log(`first load: ${code} bytes packed, and the network's ${network}`);
    expect(network).toBeGreaterThan(10_000);
    expect(network).toBeLessThanOrEqual(60_000);
    expect(code).toBeGreaterThan(100_000);
    expect(code).toBeLessThanOrEqual(200_000);
  });
});
