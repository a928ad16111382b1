import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { commands } from "./commands.js";

it("are all told of in the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const told = /lists all commands:([^.]*)/.exec(readme)?.[1]?.match(/(?<=`)[\w-]+(?=`)/g) ?? [];
  expect(told.sort()).toEqual(commands.map(({ name }) => name).sort());
});
