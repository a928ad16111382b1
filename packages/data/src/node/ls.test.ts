import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ls } from "../index.js";
import { temporaryFolder } from "../testing/temporary-folder.js";

it("lists a folder's paths, numbers by their size", () => {
  const folder = temporaryFolder();
  for (const name of ["10.png", "9.png", "train"]) writeFileSync(join(folder, name), "");
  expect(ls(folder)).toEqual(["9.png", "10.png", "train"].map((name) => join(folder, name)));
});

it("says what is wrong where there is none", () => {
  const folder = temporaryFolder();
  expect(() => ls(join(folder, "absent"))).toThrow(/absent: got nothing there; expected a folder/);
  writeFileSync(join(folder, "file"), "");
  expect(() => ls(join(folder, "file"))).toThrow(/file: got a file where a folder should be/);
});
