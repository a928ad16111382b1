import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { accuracySaid, digitRead, isLeftOut, patience, train, usePages } from "./browser.js";
import { drawDigit } from "./drawn-digits.js";

describe.skipIf(isLeftOut)("the story", () => {
  const { open, isolated, plain } = usePages();

  it("reads before a click, and what a hand draws at the first visit", async () => {
    const page = await open(isolated());
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect.poll(() => digitRead(page), patience).toBe("3");
    for (const digit of [3, 7, 1] as const) {
      await drawDigit(page, digit);
      await expect.poll(() => digitRead(page), patience).toBe(String(digit));
    }
    await page.getByText(/79,510 numbers\. None of them was written by hand/).waitFor();
    await page.getByText(/It learned from (MNIST’s 60,000|24,000) .*digits/).waitFor();
  });

  it("forgets, guesses, and learns again while one watches", async () => {
    const page = await open(isolated("#/ten-outputs?pictures=3000&epochs=6"));
    await page.getByRole("link", { name: "Digit playground" }).click();
    await page.getByRole("button", { name: "Make it forget" }).click();
    await page.getByText(/Forgotten\. 79,510 numbers/).waitFor();
    // Looked for in every frame, from before the click on: on a fast machine it stands for some tenths of a second.
    const watched = page.waitForFunction(
      () => /After \d passe?s? it reads|After 1 pass it reads/.test(document.body.textContent),
      undefined,
      patience,
    );
    await page.getByRole("button", { name: "Watch it learn" }).click();
    await watched;
    await page
      .getByText(/None of them was written by hand\. It reads [\d.]+\s%/)
      .waitFor({ timeout: 60_000 });
  });

  it("ends the curve on the points, and as PyTorch does on the time as measured", async () => {
    const page = await open(plain("#/curve"), { reducedMotion: "reduce" });
    await page.getByText(/It ends on the points/).waitFor(patience);
    await page.getByRole("button", { name: "Time as measured" }).click();
    await page.getByText(/times flatter than across/).waitFor(patience);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.getByLabel(/the curve at step 2000: 0\.78 t² \+ -11\.61 t \+ 28\.01/).waitFor(patience);
    await page.getByRole("button", { name: "Add momentum" }).click();
    await page.getByText(/It ends on the points/).waitFor(patience);
    await page.getByLabel("Learning rate").fill("1");
    await page.getByText(/It flies apart/).waitFor(patience);
    await page.getByRole("button", { name: /^Use rate/ }).click();
    await page.getByText(/It ends on the points|times flatter than across/).waitFor(patience);
  });

  it("lets points be dragged and the ball be thrown", async () => {
    const page = await open(plain("#/curve"), { reducedMotion: "reduce" });
    await page.getByText(/It ends on the points/).waitFor(patience);
    const point = page.getByRole("slider", { name: "Speed at time 10" });
    const before = Number(await point.getAttribute("aria-valuenow"));
    const box = (await point.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y - 60, { steps: 4 });
    await page.mouse.up();
    await expect
      .poll(async () => Number(await point.getAttribute("aria-valuenow")))
      .toBeGreaterThan(before + 15);
    const valley = page.getByRole("application", { name: /The loss over a and b/ });
    await valley.click({ position: { x: 40, y: 40 } });
    await page.getByText("Steps, seed and start").click();
    await page.getByRole("button", { name: "The seed’s own points" }).click();
    await expect.poll(async () => Number(await point.getAttribute("aria-valuenow"))).toBe(before);
  });

  it("has the curve's run in the address, thrown ball and dragged points too", async () => {
    const page = await open(plain("#/curve"), { reducedMotion: "reduce" });
    await page.getByText(/It ends on the points/).waitFor(patience);
    await page.getByRole("button", { name: "Time as measured" }).click();
    await page.getByRole("checkbox", { name: "Momentum" }).check();
    await page.getByRole("slider", { name: "Speed at time 10" }).press("ArrowUp");
    await page
      .getByRole("application", { name: /The loss over a and b/ })
      .click({ position: { x: 40, y: 40 } });
    await expect
      .poll(() => page.url())
      .toMatch(/#\/curve\?time=measured&momentum=0\.9&points=[-\d.,]+&start=[-\d.,e]+$/);
    const formula = (at: Page) => at.locator(".player-step").textContent();
    await page.getByRole("slider", { name: "Step" }).press("End");
    await page.getByText(/times flatter than across|It ends on the points/).waitFor(patience);
    const other = await open(page.url(), { reducedMotion: "reduce" });
    await other.getByText(/times flatter than across|It ends on the points/).waitFor(patience);
    await other.getByRole("slider", { name: "Step" }).press("End");
    expect(await formula(page)).toContain("step 2000");
    expect(await formula(other)).toBe(await formula(page));
    expect(other.url()).toBe(page.url());
  });

  it("leads from chapter to chapter, each with its address, and Back leads back", async () => {
    const page = await open(plain());
    await page.getByRole("link", { name: /See how it learns/ }).click();
    const path = [
      "curve",
      "3-or-7",
      "one-output",
      "ten-outputs",
      "convolutions",
      "your-hand",
      "your-data",
      "workbench",
    ];
    for (const [place, name] of path.entries()) {
      await expect.poll(() => page.url()).toContain(`#/${name}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (place < path.length - 1) await page.getByRole("link", { name: /^Next/ }).click();
    }
    await page.goBack();
    await expect.poll(() => page.url()).toContain("#/your-data");
  });

  it("tells 3 from 7, and says what was learned", async () => {
    const page = await open(isolated("#/3-or-7?pictures=4000"));
    await train(page);
    expect(await accuracySaid(page)).toBeGreaterThan(65);
    await page.getByRole("img", { name: "What training has added to the weight of each pixel" }).waitFor();
    await drawDigit(page, 7);
    await expect.poll(() => digitRead(page), patience).toMatch(/[37]/);
    await page.getByRole("heading", { name: /% right$/ }).waitFor(patience);
  });

  it("has one share of right answers, in the status, the table, the heading and the counts", async () => {
    const page = await open(isolated("#/one-output?pictures=3000&epochs=4"));
    await train(page);
    const said = await accuracySaid(page);
    await page.getByText(new RegExp(`^The line in each row.* ${said.toFixed(1)}\\s% of`)).waitFor(patience);
    await page.getByText("Every epoch").click();
    expect(
      await page.getByRole("region", { name: "Epochs" }).getByRole("row").last().textContent(),
    ).toContain(`${said.toFixed(1)}\u00a0%`);
    const counts = await page.locator(".confusion-right button").allTextContents();
    const right = counts.reduce((sum, text) => sum + Number(text || 0), 0);
    expect((100 * right) / 500).toBeCloseTo(said, 1);
  });

  it("lets units, cells and mistakes of ten outputs be entered", async () => {
    const page = await open(isolated("#/ten-outputs"));
    await page.getByRole("button", { name: /^Unit 1\b/ }).click();
    await page.getByRole("heading", { name: "Wakes most at" }).waitFor(patience);
    const cell = page.getByRole("button", { name: /^[1-9]\d* times a 4 was read as 4$/ });
    await cell.click();
    await page.getByRole("list", { name: "A 4 read as 4" }).getByRole("button").first().click();
    await expect.poll(() => digitRead(page), patience).toBe("4");
    const mistake = page.getByRole("list", { name: "Its worst mistakes" }).getByRole("button").first();
    const [, , read] = /(\d) → (\d)/.exec((await mistake.textContent())!)!;
    await mistake.click();
    await expect.poll(() => digitRead(page), patience).toBe(read);
  });

  it("follows a drawing through convolutions, and moves it aside", async () => {
    const page = await open(isolated("#/convolutions"));
    await drawDigit(page, 3);
    await expect.poll(() => digitRead(page), patience).toBe("3");
    await page.getByText("8 maps of 14 × 14, filters of 5 × 5").waitFor();
    await page.getByRole("heading", { name: "The same 3, moved aside" }).waitFor(patience);
    await page.getByLabel("Pixels to move the drawing by").fill("3");
    await page.getByRole("img", { name: "The drawing, moved by 3 pixels" }).waitFor();
  });

  it("trains a convolutional network", async () => {
    const page = await open(isolated("#/convolutions?pictures=3000"));
    await train(page);
    expect(await accuracySaid(page)).toBeGreaterThan(25);
  });

  it("learns a hand: what it got wrong it reads, and forgets again", async () => {
    const page = await open(isolated("#/your-hand"));
    for (let i = 0; i < 3; i++) {
      await drawDigit(page, 1);
      await expect.poll(() => digitRead(page), patience).not.toBe("–");
      await page
        .getByRole("group", { name: "The digit you drew" })
        .getByRole("button", { name: "4", exact: true })
        .click();
    }
    expect(await page.getByRole("list", { name: "Your digits" }).getByRole("listitem").count()).toBe(3);
    await page.getByRole("button", { name: "Teach it these" }).click();
    await page.getByText(/Your hand: 0\s% right as you drew, 100\s% now/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Teach it these" }).waitFor(patience);
    await drawDigit(page, 1);
    await expect.poll(() => digitRead(page), patience).toBe("4");
    const card = page.waitForEvent("download");
    await page.getByRole("button", { name: "A card to share" }).click();
    expect((await card).suggestedFilename()).toBe("my-digits.png");
    await page.getByRole("button", { name: "Forget the lesson" }).click();
    await expect.poll(() => digitRead(page), patience).not.toBe("4");
  });
});
