// The README's programs, from packages that were installed from a registry, in every place where people run them.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bundlers } from "./bundlers.js";
import { launchChromium, places, serve } from "./chromium.js";
import { makeConsumer } from "./consumer.js";
import { libraries } from "./packed.js";
import { type Answer, main, readmePrograms, worker } from "./readme-programs.js";
import { run } from "./run.js";
import { command } from "./tools.js";

const packages = libraries.map((name) => `@mnist/${name}`);
const project = makeConsumer(join(inject("consumer"), "../everywhere"), inject("registry"), packages);
const source = project.write("programs.ts", readmePrograms());
const javascript = ts.transpileModule(readFileSync(source, "utf8"), {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
});
project.write("programs.js", javascript.outputText);
project.write("main.js", main);
project.write("worker.js", worker);

const inNode = JSON.parse(run(process.execPath, ["main.js"], project.folder)) as Answer;

/** The same numbers: to the digit what is printed, and the losses to what two engines' sums may differ by. */
function expectSame(answer: unknown): void {
  const close = (value: number) => expect.closeTo(value, 4);
  const history = inNode.history.map(({ trainLoss, metrics }) => ({
    trainLoss: close(trainLoss),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, close(value)])),
  }));
  expect(answer).toEqual({ ...inNode, history });
}

it("come to what the README says in Node", () => {
  expect(inNode.printed).toEqual(["tensor([  0.7779, -11.6090,  28.0147], requiresGrad=true)"]);
  expect(inNode.history).toHaveLength(5);
  expect(inNode.history.at(-1)!.metrics.accuracy).toBeGreaterThan(0.7);
  expect(inNode.stoppedAfter).toBe(2);
  expect(inNode.models[0]).toMatch(/^Sequential\(\n {2}\(0\): Linear\(in_features=784/);
  expect(inNode.models[1]).toBe(inNode.models[0]);
  expect(inNode.error).toEqual(["ShapeError", true]);
});

describe.each([
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
])("in a TypeScript project that resolves as $moduleResolution does", (resolution) => {
  it("are typed, strictly, and run as they are compiled", () => {
    const compilerOptions = {
      ...resolution,
      target: "es2022",
      lib: ["es2022", "dom"],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      types: [],
      outDir: resolution.moduleResolution,
    };
    const name = `tsconfig.${resolution.moduleResolution}.json`;
    project.write(name, JSON.stringify({ compilerOptions, files: ["programs.ts"] }));
    const config = join(project.folder, name);
    expect(run("pnpm", ["exec", "tsc", "-p", config], import.meta.dirname)).toBe("");
    project.write(`${resolution.moduleResolution}/main.js`, main);
    expectSame(JSON.parse(run(process.execPath, [`${resolution.moduleResolution}/main.js`], project.folder)));
  });
});

it("run in Deno", () => {
  const args = ["run", "--no-config", "--node-modules-dir=manual", "--allow-all", "main.js"];
  expectSame(JSON.parse(run(command("deno"), args, project.folder)));
});

it("run in Bun", () => {
  expectSame(JSON.parse(run(command("bun"), ["run", "main.js"], project.folder)));
});

describe.each(Object.entries(bundlers))("minified by %s", (name, bundle) => {
  const out = join(project.folder, "built", name);
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    mkdirSync(out, { recursive: true });
    const entries = { main: join(project.folder, "main.js"), worker: join(project.folder, "worker.js") };
    await bundle(project.folder, entries, out);
    server = await serve(out);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.stop();
  });

  it("run in Node", () => {
    expectSame(JSON.parse(run(process.execPath, [join(out, "main.js")], project.folder)));
  });

  it.each(Object.entries(places))("run in Chromium: %s", async (_place, answerOf) => {
    expectSame(await answerOf(browser, server.url));
  });
});
