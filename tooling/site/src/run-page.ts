// Runs one page's listings as one program, in a process of its own; prints what each of them printed, as JSON.
import { readFileSync } from "node:fs";
import { blocksOf, runBlocks } from "../../readme/blocks.js";

const blocks = blocksOf(readFileSync(process.argv[2]!, "utf8"));
const named = blocks.flatMap(({ code }) => [...code.matchAll(/(?:from|import) "([^"]+)"/g)]);
const modules = Object.fromEntries(named.map(([, name]) => [name!, () => import(name!)]));
const printed = await runBlocks(blocks, modules);
process.stdout.write(`${JSON.stringify(printed)}\n`, () => process.exit(0));
