/**
 * Measures the built page in one run: the tasks of its thread while it trains and is drawn on, memory over minutes of
 * training, and its epochs beside the command line tool's. `--minutes 5` says how long the memory is watched.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import type { Page } from "playwright";
import { build, preview } from "vite";
import { launchChromium } from "../test/browser-options.js";
import { drawDigit } from "../test/drawn-digits.js";
import { keptEpochs } from "../test/kept-epochs.js";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "5" } } });
const root = fileURLToPath(new URL("..", import.meta.url));
const tool = fileURLToPath(new URL("../../cli/src/mnist.ts", import.meta.url));
const run = { pictures: 12_000, epochs: 12 };
const rounds = 3;

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds on the clock, and of the processor's own time. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds of each task of the page's own thread: processor time, which other programs don't lengthen. */
function mainTasks(trace: Buffer): { readonly clock: number; readonly processor: number }[] {
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString());
  const mains = traceEvents.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  const drawn = traceEvents.find(({ name }) => name === "EventDispatch");
  const main = mains.find(({ pid }) => pid === drawn?.pid);
  return traceEvents
    .filter(
      ({ ph, name, pid, tid }) =>
        ph === "X" && name.endsWith("RunTask") && pid === main?.pid && tid === main.tid,
    )
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1000, processor: tdur / 1000 }));
}

async function begin(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Train( anew)?$/ }).click();
  await page.getByText(/^Epoch \d+ of .* right$/).waitFor({ timeout: 120_000 });
}

/** Draws for some seconds while a network learns, and says what that took of the page's thread. */
async function measureDrawing(page: Page, seconds: number): Promise<string> {
  await begin(page);
  await page.waitForTimeout(1000);
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; )
    for (const digit of [3, 7, 1] as const) await drawDigit(page, digit);
  const tasks = mainTasks(await browser.stopTracing());
  const longest = tasks.map(({ processor }) => processor).sort((a, b) => b - a);
  const over = (key: "clock" | "processor"): number => tasks.filter((task) => task[key] > 50).length;
  const share = longest.reduce((sum, each) => sum + each, 0) / (1000 * seconds);
  return `${over("processor")} tasks over 50 ms of processor time (${over("clock")} by the clock), the longest ${longest
    .slice(0, 3)
    .map((each) => each.toFixed(0))
    .join(", ")} ms; the page's thread is busy ${(100 * share).toFixed(0)} % of a processor`;
}

/** Megabytes that page and worker hold, after the garbage is collected. */
async function memory(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const measure = performance as unknown as {
      measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
    };
    return (await measure.measureUserAgentSpecificMemory()).bytes / 2 ** 20;
  });
}

/** Seconds of each epoch by the command line tool. */
async function epochsOfTool(): Promise<number[]> {
  const words = `train digits --dataset strokes --samples ${run.pictures} --epochs ${run.epochs} --batch-size 128 --lr 0.5 --json --no-run`;
  const node = ["--conditions=@mnist/source", "--import=tsx", tool, ...words.split(" ")];
  const { stdout } = await promisify(execFile)(process.execPath, node, { cwd: root });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return lines
    .filter(({ done }) => done !== true)
    .map(({ seconds, validSeconds }) => seconds + (validSeconds ?? 0));
}

/** And by the page. */
async function epochsOfPage(page: Page): Promise<number[]> {
  await begin(page);
  await page.getByText(/^Done\. It reads/).waitFor({ timeout: 300_000 });
  await page.waitForTimeout(500); // what it came to is kept
  const rows = await keptEpochs(page);
  return rows.map(([, , , , seconds, validSeconds]) => seconds! + validSeconds!);
}

await build({ root, logLevel: "warn" });
const server = await preview({ root, preview: { port: 0, host: "127.0.0.1" } });
const [base = ""] = server.resolvedUrls?.local ?? [];
const browser = await launchChromium();
const openPage = async (path: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(base + path);
  return page;
};

for (const place of ["ten-outputs", "convolutions"]) {
  // Long enough to learn all the time that is measured: the browser tells the memory of a page at rest only much later.
  const page = await openPage(`#/${place}?pictures=12000&epochs=20000`);
  console.log(`${place}, drawn on while it learns: ${await measureDrawing(page, 15)}`);
  if (place === "ten-outputs") {
    const megabytes: number[] = [];
    for (let minute = 0; minute <= Number(values.minutes); minute++) {
      if (minute > 0) await page.waitForTimeout(60_000);
      megabytes.push(Math.round((await memory(page)) * 10) / 10);
    }
    console.log(`memory, minute by minute while it learns: ${megabytes.join(", ")} MB`);
  }
  await page.close();
}

const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const command = median((await epochsOfTool()).slice(1));
  const page = await openPage(`#/workbench?pictures=${run.pictures}&epochs=${run.epochs}`);
  const inPage = median((await epochsOfPage(page)).slice(1));
  await page.close();
  ratios.push(command / inPage);
  console.log(
    `epoch of ${run.pictures}: ${command.toFixed(3)} s by the command, ${inPage.toFixed(3)} s in the page`,
  );
}
console.log(
  `the page does ${median(ratios).toFixed(2)} × the command's epochs (${ratios.map((each) => each.toFixed(2)).join(", ")})`,
);
await browser.close();
await server.close();
