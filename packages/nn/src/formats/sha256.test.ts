import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sha256, sha256Later } from "./sha256.js";

const parts = [new Uint8Array([1, 2, 3]), new Uint8Array(100_000).fill(7), new Uint8Array()];
const expected = createHash("sha256").update(Buffer.concat(parts)).digest("hex");

describe("SHA-256 of parts", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("is Node's own in Node", async () => {
    expect(sha256(...parts)).toBe(expected);
    expect(await sha256Later(...parts)).toBe(expected);
  });

  it("is the same in a browser, with its own digest and on a page that has none", async () => {
    const { subtle } = crypto;
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const digest = vi.fn(subtle.digest.bind(subtle));
    vi.stubGlobal("crypto", { subtle: { digest } });
    expect(sha256(...parts)).toBe(expected);
    expect(await sha256Later(...parts)).toBe(expected);
    expect(digest).toHaveBeenCalledOnce();
    vi.stubGlobal("crypto", {});
    expect(await sha256Later(...parts)).toBe(expected);
  });
});
