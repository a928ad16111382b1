import { appendFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { randomBytes } from "../testing/random.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { filePieces, readWholeFile } from "./read-file.js";

describe("readWholeFile", () => {
  it("reads a file whatever the pieces", () => {
    const path = join(temporaryFolder(), "f");
    const bytes = randomBytes(10_000, 1);
    writeFileSync(path, bytes);
    expectBytes(readWholeFile(path), bytes);
    expectBytes(Buffer.concat([...filePieces(path, 1e6, 999)]), bytes);
    writeFileSync(path, "");
    expect(readWholeFile(path)).toHaveLength(0);
  });

  it("says what is wrong with a path", () => {
    const folder = temporaryFolder();
    const path = join(folder, "f");
    expect(dataErrorOf(() => readWholeFile(path)).message).toBe(
      `${path}: got nothing there; expected a file to read. Check the path.`,
    );
    expect(dataErrorOf(() => readWholeFile(folder)).message).toContain("got no regular file");
    writeFileSync(path, "12345");
    expect(dataErrorOf(() => readWholeFile(path, 4)).message).toContain("got 5 bytes; expected at most 4");
    expect(dataErrorOf(() => readWholeFile(join(path, "g"))).message).toContain(
      "a file where a folder should be",
    );
  });
});

describe("filePieces", () => {
  it("notices a file that grows, shrinks or is rewritten under the read", () => {
    const changes = {
      grows: (path: string) => appendFileSync(path, "more"),
      shrinks: (path: string) => writeFileSync(path, "less"),
      rewritten: (path: string) => utimesSync(path, 5, 5),
    };
    for (const change of Object.values(changes)) {
      const path = join(temporaryFolder(), "f");
      writeFileSync(path, randomBytes(1000, 2));
      const pieces = filePieces(path, 1e6, 300);
      pieces.next();
      change(path);
      expect(dataErrorOf(() => [...pieces]).message).toMatch(
        /at byte \d+: got a file that changed while it was read/,
      );
    }
  });
});
