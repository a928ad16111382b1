import { expect, it } from "vitest";
import { harmless, plain } from "./harmless.js";
import { wrapFor } from "./wrap-words.js";

it.each([
  ["a\u001b[2Jb", "a\\u001b[2Jb"],
  ["two\nlines\r", "two\\u000alines\\u000d"],
  ["\u009b31m\u007f\u0007", "\\u009b31m\\u007f\\u0007"],
  ["abc\u202egnp.exe", "abc\\u202egnp.exe"],
  ["Trägheit 😀", "Trägheit 😀"],
])("a name is one line that tells a terminal nothing: %j", (name, shown) => {
  expect(plain(name)).toBe(shown);
});

it("text keeps its lines and its colours, whatever names are in it", () => {
  const red = "\u001b[31mred\u001b[39m";
  expect(harmless(`${red}\n\tx\u001b]0;title\u0007\u001b[2J`)).toBe(
    `${red}\n\tx\\u001b]0;title\\u0007\\u001b[2J`,
  );
  const names = { name: "\u001b[2J\u009b2J\u202e\n" };
  const line = harmless(JSON.stringify(names));
  expect(JSON.parse(line)).toEqual(names);
  expect(wrapFor("\u001b[2J", { isTTY: false, columns: 80 })).toBe("\\u001b[2J");
});
