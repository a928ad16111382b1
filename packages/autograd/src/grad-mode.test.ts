import { tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { bracket, enableGrad, isGradEnabled, noGrad, setGradEnabled } from "./grad-mode.js";
import "./members.js";

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

const later = async (count: number): Promise<boolean> => {
  await turns(count);
  return isGradEnabled();
};

describe("modes of synchronous work", () => {
  it("hold for the work, nest, and end with it even when it throws", () => {
    expect(noGrad(() => [isGradEnabled(), enableGrad(isGradEnabled), isGradEnabled()])).toEqual([
      false,
      true,
      false,
    ]);
    expect(() =>
      noGrad(() => {
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(isGradEnabled()).toBe(true);
  });

  it("are set to the end of the scope, or for good", () => {
    noGrad(() => {
      setGradEnabled(true);
      expect(isGradEnabled()).toBe(true);
    });
    setGradEnabled(false);
    expect(isGradEnabled()).toBe(false);
    expect(enableGrad(isGradEnabled)).toBe(true);
    setGradEnabled(true);
    expect(setGradEnabled(false, isGradEnabled)).toBe(false);
    expect(isGradEnabled()).toBe(true);
  });
});

describe("modes of async functions", () => {
  it("follow the function across its awaits", async () => {
    const x = tensor(1).requiresGrad_();
    const result = await noGrad(async () => {
      await turns(3);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return x.mul(2);
    });
    expect(result.requiresGrad).toBe(false);
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  it("are not seen by what runs meanwhile, and end in any order", async () => {
    const seen: boolean[] = [];
    const long = noGrad(() => later(20));
    const short = noGrad(async () => {
      await turns(2);
      return [isGradEnabled(), await enableGrad(() => later(2))];
    });
    for (let i = 0; i < 10; i++) {
      await turns(1);
      seen.push(isGradEnabled());
    }
    expect(seen).toEqual(new Array(10).fill(true));
    expect(await short).toEqual([false, true]);
    expect(await long).toBe(false);
    expect(isGradEnabled()).toBe(true);
  });

  it("follow what a plain function starts and answers", async () => {
    expect(await noGrad(() => later(2))).toBe(false);
  });

  it("end when the function fails", async () => {
    await expect(
      noGrad(async () => {
        await turns(1);
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(isGradEnabled()).toBe(true);
  });
});

describe("hold, for engines that cannot carry a mode across an await", () => {
  it("lets the awaiting function alone run between enter and leave", async () => {
    let inside = false;
    const hold = bracket(
      () => {
        inside = true;
      },
      () => {
        inside = false;
      },
    );
    const seen: string[] = [];
    const note = (who: string): void => void seen.push(`${who} ${inside}`);
    const slow = new Promise<number>((resolve) => setTimeout(() => resolve(1), 2));
    const held = (async () => {
      await hold(slow);
      note("held");
      await hold(2);
      note("held");
      await hold(Promise.reject(new Error("no"))).catch(() => note("caught"));
      await turns(1);
      note("unheld");
    })();
    const other = (async () => {
      for (let i = 0; i < 3; i++) {
        await slow;
        note("other");
        await turns(1);
        note("other");
      }
    })();
    await Promise.all([held, other]);
    expect(seen.filter((each) => each.startsWith("held"))).toEqual(["held true", "held true"]);
    expect(new Set(seen.filter((each) => /other|unheld/.test(each)))).toEqual(
      new Set(["other false", "unheld false"]),
    );
  });
});
