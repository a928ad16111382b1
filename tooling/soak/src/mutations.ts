import { DataError } from "@mnist/tensor";
import { mutate } from "../../../packages/data/src/testing/mutate.js";
import { seeded } from "../../../packages/data/src/testing/random.js";
import { type Format, formats } from "./formats.js";
import type { Section } from "./section.js";

/** What one file may take: milliseconds, and megabytes on top of what the process held before it. */
const longest = 1000;
const mostMemory = 256;
const megabyte = 2 ** 20;

/** Damages small files of every format; each has to be read, or refused by a typed error. */
export async function mutations(count: number): Promise<Section> {
  const rows: string[] = [];
  let holds = true;
  for (const format of await formats()) {
    const { refused, read, untyped, slowest, most } = await damage(format, count);
    const memory = Math.ceil(most / megabyte);
    const seen = [count, refused, read, untyped, `${Math.ceil(slowest)} ms`, `${memory} MB`];
    rows.push(`| ${format.name} | ${seen.join(" | ")} |`);
    console.log(rows.at(-1));
    holds &&= untyped === 0 && slowest < longest && memory < mostMemory;
  }
  return {
    title: "Damaged files",
    text: [
      "Small files, in one to three ways cut, overwritten, repeated or shifted; in every second one check values are then made",
      "right again, so that what they guard is read. Where JSON is in a format, half of the files have parts of it replaced,",
      "removed, renamed or nested instead. Module JSON that is no JSON any more counts as refused.",
      "",
      "| format | mutations | refused by a typed error | read | any other error | slowest file | most memory |",
      "|---|---|---|---|---|---|---|",
      ...rows,
      "",
      "Memory: the most that was ever resident, less what was before the file was read; no file took more.",
    ],
    holds,
  };
}

async function damage({ name, whole, read, mend, mutateStructure }: Format, count: number) {
  const random = seeded(7);
  const seen = { refused: 0, read: 0, untyped: 0, slowest: 0, most: 0 };
  for (let round = 0; round < count; round++) {
    const isOfBytes = mutateStructure === undefined || round % 2 === 0;
    const damaged = isOfBytes ? mutate(whole, random) : mutateStructure(whole, random);
    const bytes = isOfBytes && mend !== undefined && round % 4 > 1 ? mend(damaged) : damaged;
    const held = process.memoryUsage.rss();
    const started = performance.now();
    try {
      await read(bytes);
      seen.read++;
    } catch (error) {
      const isTyped = error instanceof DataError || (name === "module JSON" && error instanceof SyntaxError);
      seen[isTyped ? "refused" : "untyped"]++;
      if (!isTyped && seen.untyped < 5) console.error(name, error);
    }
    seen.slowest = Math.max(seen.slowest, performance.now() - started);
    seen.most = Math.max(seen.most, process.resourceUsage().maxRSS * 1024 - held);
  }
  return seen;
}
