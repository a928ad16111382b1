// Writes docs/fastai-pytorch-parity.md from the table of rows.
import { writeFileSync } from "node:fs";
import { parityTable } from "../../packages/learner/src/testing/parity/parity.js";

writeFileSync(new URL("../../docs/fastai-pytorch-parity.md", import.meta.url), parityTable());
