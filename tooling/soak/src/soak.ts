/**
 * The long proof. `pnpm soak` does all of it, in some ten minutes; `pnpm soak mutations=1000 kills=20` less of it. What was seen
 * is written below the mark in docs/reliability.md; the exit code is 1 where something that is promised was not.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { bundleTraining, runTraining } from "../../../packages/learner/src/testing/training-process.js";
import { disks } from "./disks.js";
import { engines } from "./engines.js";
import { kills } from "./kills.js";
import { mutations } from "./mutations.js";
import { digestIn, newFolder, scratch } from "./programs.js";

const settings = process.argv.slice(2);
const count = (name: string, usual: number): number =>
  Number(settings.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);

const program = join(scratch, "training.mjs");
await bundleTraining(program);
const whole = digestIn(await runTraining([process.execPath, program, newFolder()]));
const sections = [
  await engines(program, whole),
  await disks(program, whole),
  await kills(program, count("kills", 200), whole),
  await mutations(count("mutations", 20_000)),
];
const text = sections.map(({ title, text }) => [`## ${title}`, "", ...text].join("\n")).join("\n\n");
const where = `Node ${process.version}, ${availableParallelism()} processors, ${process.platform} ${process.arch}.`;
console.log(`${text}\n\n${where}`);
const file = new URL("../../../docs/reliability.md", import.meta.url);
const [before] = readFileSync(file, "utf8").split("<!-- soak -->");
writeFileSync(file, `${before}<!-- soak -->\n\n${where}\n\n${text}\n`);
for (const { title, holds } of sections)
  if (!holds) console.error(`soak: not all that is promised was seen: ${title}`);
if (!sections.every(({ holds }) => holds)) process.exitCode = 1;
