import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { coverageTable } from "./coverage.js";

it("docs/pytorch-coverage.md says what the table of cases does", () => {
  const written = readFileSync(new URL("../../../docs/pytorch-coverage.md", import.meta.url), "utf8");
  expect(written, "stale: run tooling/docs/pytorch-coverage.ts").toBe(coverageTable());
});
