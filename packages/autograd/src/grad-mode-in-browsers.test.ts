import { expect, it, vi } from "vitest";
import { enableGrad, isGradEnabled, noGrad } from "./grad-mode.js";

vi.mock("./async-context.js", () => ({ asyncContext: () => null }));

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

it("a mode is taken up again after each held await, and seen by nothing else", async () => {
  const seen: boolean[] = [];
  const validation = noGrad(async (hold) => {
    const inside = [isGradEnabled()];
    await hold(turns(3));
    inside.push(isGradEnabled(), enableGrad(isGradEnabled), isGradEnabled());
    inside.push(await hold(enableGrad(async (holdOn) => (await holdOn(turns(2))) ?? isGradEnabled())));
    inside.push(isGradEnabled());
    return inside;
  });
  for (let i = 0; i < 20; i++) {
    seen.push(isGradEnabled());
    await turns(1);
  }
  expect(await validation).toEqual([false, false, true, false, true, false]);
  expect(new Set(seen)).toEqual(new Set([true]));
});

it("after a plain await recording is on again, so that no gradient is ever missing", async () => {
  const later = await noGrad(async () => {
    await turns(1);
    return isGradEnabled();
  });
  expect([later, isGradEnabled()]).toEqual([true, true]);
});

it("a mode ends when a held promise fails, caught or not", async () => {
  const caught = noGrad(async (hold) => {
    await hold(Promise.reject(new Error("no"))).catch(() => {});
    return isGradEnabled();
  });
  await expect(noGrad((hold) => hold(Promise.reject(new Error("stop"))))).rejects.toThrow("stop");
  await caught;
  expect(isGradEnabled()).toBe(true);
});
