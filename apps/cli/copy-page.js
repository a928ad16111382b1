// Puts the playground, as it is built, into the package: `mnist play` serves it from there.
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("../playground/dist", import.meta.url));
const packed = fileURLToPath(new URL("dist/playground", import.meta.url));
rmSync(packed, { recursive: true, force: true });
cpSync(page, packed, { recursive: true });
