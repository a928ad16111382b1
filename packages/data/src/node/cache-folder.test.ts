import { chmodSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { dataFolders } from "./cache-folder.js";

it("takes the platform's cache folder", () => {
  const cache = (environment: Record<string, string>, platform: string) =>
    dataFolders({}, environment, platform).cache;
  expect(cache({}, "linux")).toBe(join(homedir(), ".cache", "mnist"));
  expect(cache({ XDG_CACHE_HOME: "/x" }, "linux")).toBe(join("/x", "mnist"));
  expect(cache({}, "darwin")).toBe(join(homedir(), "Library", "Caches", "mnist"));
  expect(cache({ LOCALAPPDATA: "/l" }, "win32")).toBe(join("/l", "mnist", "Cache"));
});

it("puts MNIST_HOME before it, unless that cannot be written to", () => {
  const home = temporaryFolder();
  const environment = { MNIST_HOME: home, XDG_CACHE_HOME: "/x" };
  expect(dataFolders({}, environment, "linux")).toEqual({ home, cache: home });
  expect(dataFolders({ cacheFolder: "/c" }, environment, "linux")).toEqual({ home, cache: resolve("/c") });
  expect(dataFolders({ home: join(home, "new") }, environment, "linux").cache).toBe(join(home, "new"));
  chmodSync(home, 0o555);
  expect(dataFolders({}, environment, "linux")).toEqual({ home, cache: join("/x", "mnist") });
});

it("says of a MNIST_HOME that is a file, or below one, that a folder is expected", () => {
  const file = join(temporaryFolder(), "home");
  writeFileSync(file, "");
  for (const home of [file, join(file, "sets")])
    expect(() => dataFolders({}, { MNIST_HOME: home }, "linux")).toThrow(
      `${home}: got a file; expected MNIST_HOME to be a folder of data sets. Set it to a folder, or leave it unset.`,
    );
});
