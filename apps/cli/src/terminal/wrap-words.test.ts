import { expect, it } from "vitest";
import { wrapFor, wrapWords } from "./wrap-words.js";

it("breaks between words, and goes on deeper", () => {
  expect(wrapWords("a line of words that is long\nshort", 12)).toBe(
    "a line of\n  words that\n  is long\nshort",
  );
  expect(wrapWords("    3    0.25   0.50   0.75", 20)).toBe("    3    0.25   0.50\n      0.75");
});

it("leaves as they are what fits, what has no spaces, and JSON", () => {
  for (const text of [
    "  1    0.5    0.25",
    "checkpoint-000000000001.safetensors",
    '{"one": 1, "two": 2, "three": 3}',
  ])
    expect(wrapWords(text, 18)).toBe(text);
});

it("breaks no command that is to be copied, but before what is said of it", () => {
  const keep = (text: string): string => wrapWords(text, 30, { keepCommands: true });
  const next = "  next    mnist eval runs/2026-01-31-digits-42";
  expect(keep(next)).toBe(next);
  expect(keep(`${next}        what it mixes up`)).toBe(`${next}\n    what it mixes up`);
  expect(keep("  npx pnpm mnist train digits   the real one")).toBe(
    "  npx pnpm mnist train digits\n    the real one",
  );
  expect(keep("mnist_tiny    not here; mnist data get mnist_tiny")).toBe(
    "mnist_tiny    not here; mnist\n  data get mnist_tiny",
  );
  expect(wrapWords(next, 30)).toBe("  next    mnist eval\n    runs/2026-01-31-digits-42");
});

it("counts no colours", () => {
  const bold = "\u001b[1mtwelve\u001b[22m";
  expect(wrapWords(`${bold} ${bold}`, 13)).toBe(`${bold} ${bold}`);
  expect(wrapWords(`${bold} ${bold}`, 12)).toBe(`${bold}\n  ${bold}`);
});

it("is for terminals alone", () => {
  expect(wrapFor("two words", { isTTY: true, columns: 5 })).toBe("two\nwords");
  expect(wrapFor("two words", { isTTY: false, columns: 5 })).toBe("two words");
});
