// Writes docs/pytorch-coverage.md from the table of operation cases.
import { writeFileSync } from "node:fs";
import { coverageTable } from "../../packages/conformance/src/coverage.js";

writeFileSync(new URL("../../docs/pytorch-coverage.md", import.meta.url), coverageTable());
