import { describe, expect, it } from "vitest";
import { colorDepth } from "./color-depth.js";

describe("colorDepth", () => {
  it.each([
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, true, "truecolor"],
    [{ TERM: "xterm-256color", COLORTERM: "24bit" }, true, "truecolor"],
    [{ TERM: "xterm-kitty" }, true, "truecolor"],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "vscode" }, true, "truecolor"],
    [{ WT_SESSION: "1" }, true, "truecolor"],
    [{ TERM: "screen-256color" }, true, "256"],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "Apple_Terminal" }, true, "256"],
    [{ TERM: "xterm" }, true, "ascii"],
    [{ TERM: "linux" }, true, "ascii"],
    [{ TERM: "dumb", COLORTERM: "truecolor" }, true, "ascii"],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor", NO_COLOR: "1" }, true, "ascii"],
    [{ TERM: "xterm-256color", NO_COLOR: "" }, true, "256"],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, false, "ascii"],
    [{ TERM: "xterm-256color", FORCE_COLOR: "1" }, false, "256"],
    [{ FORCE_COLOR: "3" }, false, "truecolor"],
    [{ FORCE_COLOR: "2" }, false, "256"],
    [{ COLORTERM: "truecolor", FORCE_COLOR: "0" }, true, "ascii"],
    [{ FORCE_COLOR: "3", NO_COLOR: "1" }, false, "ascii"],
    [{}, true, "ascii"],
  ] as const)("%o, terminal %s: %s", (environment, isTerminal, depth) => {
    expect(colorDepth({ environment, isTerminal })).toBe(depth);
  });
});
