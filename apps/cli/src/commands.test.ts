import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recipeNames, recipes } from "@mnist/learner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain } from "./command-line/errors.js";
import { names, written } from "./command-line/kinds.js";
import { readConfig } from "./commands/train/plan.js";
import { recipeNames as writtenNames } from "./commands/train/settings.js";
import { trialSettings } from "./sweep/plan-of-trial.js";
import { progressLine } from "./terminal/progress.js";
import { expectOneLine, mnist } from "./testing/run-mnist.js";

let folder: string;
let run: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-commands-"));
  run = join(folder, "first");
  const args = ["train", "digits", "-d", "strokes", "--samples", "600", "-e", "2", "--run", run];
  expect(await mnist(args)).toMatchObject({ status: 0, err: "" });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("writes down the recipes that the learner has", () => {
  expect(writtenNames).toEqual(recipeNames);
  const schema = readFileSync(new URL("../schemas/sweep.json", import.meta.url), "utf8");
  const { train, parameters } = JSON.parse(schema).properties;
  expect(train.properties.recipe.enum).toEqual(Object.keys(recipes).sort());
  for (const { properties } of [train, parameters])
    expect(Object.keys(properties).sort()).toEqual([...trialSettings].sort());
});

it("goes on with a run's folder to more epochs, and refuses by name what was changed", async () => {
  const refused = await mnist(["train", "--resume", run, "--lr", "0.3"]);
  expectOneLine(refused, /--lr 0\.3: .*first was begun without --lr/);
  expect(refused.status).toBe(2);
  const { out, status } = await mnist(["train", "--resume", run, "-e", "3", "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(out.trim().split("\n").at(-1)!)).toMatchObject({ done: true, run });
  const shown = await mnist(["runs", "show", run]);
  expect(shown.out.match(/^ {4}[123] /gm)).toHaveLength(3);
});

it("goes on with a run by its name, and says what is left of it", async () => {
  const named = { MNIST_RUNS: folder };
  const fewer = await mnist(["train", "--resume", "first", "-e", "1"], named);
  expectOneLine(fewer, /--epochs 1: .*first has 3 epochs already\. Try --epochs 4, or a new run/);
  const whole = await mnist(["train", "--resume", "first"], named);
  expect(whole.err).toMatch(/^note .*first has all of its 3 epochs\. Try --epochs 4 for more\.\n$/);
  const small = ["train", "digits", "-d", "strokes", "--samples", "600", "-e", "1", "--no-run", "-q"];
  expect(await mnist([...small, "--init", "first"], named)).toMatchObject({ status: 0, err: "" });
  expectOneLine(
    await mnist(["train", "--resume", "frist"], named),
    /no run called "frist"\. Did you mean first\?/,
  );
});

it("starts from no model of other layers, classes or pixels, and says what would", async () => {
  const weights = join(folder, "init.safetensors");
  await mnist(["export", run, "-o", weights]);
  const small = ["-d", "strokes", "--samples", "600", "-e", "1", "--no-run", "--json"];
  for (const [asked, words] of [
    [
      ["digits", "--hidden", "20"],
      "has hidden layers of 100, this training 20. Try --hidden 100, or another",
    ],
    [["digits", "--raw-pixels"], "reads pixels 0..1, this training 0..255. Try no --raw-pixels, or another"],
    [
      ["digits", "--classes", "1,0"],
      "tells 0,1,2,3,4,5,6,7,8,9 apart, this training 1,0. Try --classes 0,1,2,",
    ],
    [["digits-conv"], "is of the recipe digits, this training of digits-conv. Try mnist train digits, or"],
  ] as const) {
    const finished = await mnist(["train", ...asked, ...small, "--init", run]);
    expectOneLine({ ...finished, err: JSON.parse(finished.err).error }, /^--init .*first: the model /);
    expect(JSON.parse(finished.err)).toMatchObject({ status: 2, error: expect.stringContaining(words) });
  }
  const exported = await mnist(["train", "digits", "--hidden", "20", ...small, "--init", weights]);
  expectOneLine(
    exported,
    /the model has 0\.weight float32 \[100, 784\], this training float32 \[20, 784\]\. Try another/,
  );
});

it("begins a run anew that has nothing to go on from, but none that has epochs", async () => {
  const again = join(folder, "again");
  await cp(run, again, { recursive: true });
  await rm(join(again, "checkpoints"), { recursive: true });
  const epochs = readFileSync(join(again, "metrics.jsonl"), "utf8");
  const refused = await mnist(["train", "--resume", again]);
  expect(refused.status).toBe(2);
  expectOneLine(
    refused,
    /again has \d epochs, but no checkpoint to go on from\. Say where they are with --checkpoints <folder>, or begin a new run: mnist train .*config\.json\./,
  );
  expect(readFileSync(join(again, "metrics.jsonl"), "utf8")).toBe(epochs);
  await rm(join(again, "metrics.jsonl"));
  const begun = await mnist(["train", "--resume", again, "-e", "1"]);
  expect(begun.err).toContain("no checkpoint yet; it begins anew");
  expect(readFileSync(join(again, "metrics.jsonl"), "utf8").trim().split("\n")).toHaveLength(1);
});

it("remembers where a run's checkpoints are, and needs no log to go on", async () => {
  const [apart, log] = [join(folder, "apart"), join(folder, "apart.csv")];
  const kept = ["one", "two"].map((name) => join(folder, `checkpoints-${name}`)) as [string, string];
  const small = ["-d", "strokes", "--samples", "600", "--hidden", "10", "-q"];
  const begin = ["train", "digits", ...small, "-e", "1", "--run", apart, "--log", log];
  expect(await mnist([...begin, "--checkpoints", kept[0]])).toMatchObject({ status: 0, err: "" });
  const goOn = (...options: string[]) => mnist(["train", "--resume", apart, "-q", ...options]);
  expect(await goOn("-e", "2")).toMatchObject({ status: 0, err: "" });
  expect(await goOn("-e", "3", "--checkpoints", kept[1])).toMatchObject({ status: 0, err: "" });
  await rm(kept[0], { recursive: true });
  expect(await goOn("-e", "4")).toMatchObject({ status: 0, err: "" });
  expect(await readdir(apart)).not.toContain("checkpoints");
  expect(readFileSync(join(apart, "metrics.jsonl"), "utf8").match(/"epoch":\d/g)).toEqual(
    [1, 2, 3, 4].map((epoch) => `"epoch":${epoch}`),
  );
});

it.each([
  ["--run other", ["--run", "other"]],
  ["--no-run", ["--no-run"]],
  ["--init model.safetensors", ["--init", "model.safetensors"]],
  ["--config other.json", ["--config", "other.json"]],
])("refuses what a run that goes on cannot heed: %s", async (option, options) => {
  const refused = await mnist(["train", "--resume", run, ...options]);
  expect(refused.status).toBe(2);
  expectOneLine(refused, new RegExp(`${option}: .*first goes on (in|with) its own \\w+\\. Leave it out, or`));
});

it("refuses weights to start from beside checkpoints to go on from", async () => {
  const goOn = ["--checkpoints", join(run, "checkpoints"), "--resume", "--init", "model.safetensors"];
  const refused = await mnist(["train", "digits", ...goOn]);
  expect(refused.status).toBe(2);
  expectOneLine(refused, /--init model\.safetensors: a run that goes on has weights of its own\./);
});

it("takes the run of a name where a folder that is no run's has it, too", async () => {
  const runs = { MNIST_RUNS: folder };
  await mkdir(join(folder, "src")); // the tool runs beside a folder of this name
  expectOneLine(
    await mnist(["eval", "src"], runs),
    /src is a folder, and no run's: it has no model\.safetensors/,
  );
  await cp(run, join(folder, "src"), { recursive: true });
  expect((await mnist(["eval", "src", "--json"], runs)).status).toBe(0);
  await rm(join(folder, "src", "model.safetensors"));
  expectOneLine(await mnist(["eval", "src"], runs), /src has no model yet.*train --resume/);
});

it("says of a folder where a file is needed which it is", async () => {
  expectOneLine(await mnist(["train", "--config", folder]), /mnist-commands-\w+: is a folder, not a file/);
});

it("takes a configuration's recipe from the command line, and says in plain words what is wrong in one", async () => {
  const file = async (text: string): Promise<string> => {
    await writeFile(join(folder, "settings.yaml"), text);
    return join(folder, "settings.yaml");
  };
  const settings = await file("dataset: strokes\nsamples: 600\nepochs: 1\n");
  const train = ["train", "digits", "--config", settings, "--no-run", "-q"];
  expect(await mnist(train)).toMatchObject({ status: 0, err: "" });
  for (const [text, words] of [
    ["recipe: digits\nsamples: lots", /samples: got "lots"; expected a whole number/],
    ["recipe: digits\naugment: 1", /augment: got 1; expected true or false\./],
    [
      "recipe: digits\nlearningRate: 1",
      /no setting called "learningRate"\. Try mnist train --print-schema\./,
    ],
  ] as const)
    expectOneLine(await mnist(["train", await file(text)]), words);
});

it.each<[string, string | Uint8Array, RegExp]>([
  ["twice.yaml", "recipe: digits\nlr: 1\nlr: 2", /unique at line 3, column 1\.$/],
  [
    "twice.json",
    '{"recipe":"digits","epochs":3,"epochs":9}',
    /twice\.json: .*unique at line 1, column 31\.$/,
  ],
  ["tagged.yaml", "recipe: !!js/function 'digits'", /tagged\.yaml: Unresolved tag: .*js\/function/],
  ["broken.json", '{"recipe":', /broken\.json: Unexpected end of JSON input/],
  ["wide.json", Buffer.from('\ufeff{"recipe":"digits"}', "utf16le"), /got UTF-16; expected text in UTF-8/],
  ["latin.yaml", Buffer.from("classes: [é]", "latin1"), /got bytes that are no UTF-8; expected/],
  ["list.json", '{"recipe":"digits","epochs":[3]}', /epochs: got "\[3\]"; expected a whole number/],
  ["names.json", '{"recipe":"digits","classes":["a",{}]}', /classes: got .*; expected a list of names/],
])("a configuration file that says it twice or not at all is refused: %s", async (name, text, words) => {
  await writeFile(join(folder, name), text);
  await expect(readConfig(join(folder, name))).rejects.toThrow(words);
});

it("takes classes with commas, quotes and spaces at their ends, from files and from the command line", async () => {
  const classes = ["a,b", "c", ' d"e'];
  await writeFile(join(folder, "named.json"), JSON.stringify({ recipe: "digits", classes }));
  expect((await readConfig(join(folder, "named.json"))).given.classes).toEqual(classes);
  expect(written(classes)).toBe('"a,b",c," d""e"');
  expect(names.parse(written(classes))).toEqual(classes);
  expect(names.parse(' x , "y" ,z')).toEqual(["x", "y", "z"]);
  expect(names.parse("x,")).toEqual(["x", ""]);
});

describe("several hidden layers", () => {
  const data = ["-d", "strokes", "--samples", "600"];
  const shape = (given: string, options: readonly string[] = []) =>
    mnist(["train", given, ...data, "-e", "1", "--verbose", "--no-run", ...options]);

  it("are trained, gone on with, read by, exported and written down", async () => {
    const deep = join(folder, "deep");
    const trained = await mnist(["train", "digits", ...data, "-e", "1", "--hidden", "30,20", "--run", deep]);
    expect(trained).toMatchObject({ status: 0, err: "" });
    expect(JSON.parse(readFileSync(join(deep, "config.json"), "utf8")).hidden).toEqual([30, 20]);
    const longer = await mnist(["train", "--resume", deep, "-e", "2", "--hidden", "30,20"]);
    expect(longer.out, longer.err).toContain("going on from");
    expectOneLine(
      await mnist(["train", "--resume", deep, "--hidden", "30"]),
      /--hidden 30: .*deep was begun with --hidden 30,20\./,
    );
    expect((await mnist(["eval", deep, "--json"])).status).toBe(0);
    const onnx = join(folder, "deep.onnx");
    expect(await mnist(["export", deep, "-o", onnx])).toMatchObject({ status: 0, err: "" });
    expect(readFileSync(onnx, "latin1")).toContain("4.Gemm");
  });

  it("are a list in a configuration file, and refused in words", async () => {
    const file = join(folder, "deep.yaml");
    await writeFile(file, "recipe: digits-scalar\nhidden: [12, 8, 6]\n");
    expect((await shape(file)).out).toMatch(/\[1, 12\][\s\S]*\[1, 8\][\s\S]*\[1, 6\][\s\S]*\[1, 1\]/);
    for (const wrong of ["30,", "0", "30,x", "1e12"])
      expectOneLine(
        await shape("digits", ["--hidden", wrong]),
        /expected whole numbers from 1 to 65536, such as/,
      );
  });
});

it("says which settings a recipe has no use for", async () => {
  const { out } = await mnist(["train", "--help", "threes-sevens"]);
  expect(out).toMatch(/no use for --hidden --dropout --mixup\n$/);
});

it("takes the rate of another optimiser than the recipe's, and says so in its help, its head and config.json", async () => {
  const { out: help } = await mnist(["train", "--help", "digits"]);
  expect(help.replaceAll(/\s+/g, " ")).toContain(
    "--lr with other optimizers, unless said: adam 0.001, adamw 0.001, rmsprop 0.01, adagrad 0.01, lion 0.0001",
  );
  const file = join(folder, "rmsprop.yaml");
  await writeFile(file, "recipe: digits\noptimizer: rmsprop\n");
  for (const [asked, lr] of [
    [["digits", "--optimizer", "adam"], 0.001],
    [[file], 0.01],
  ] as const) {
    const own = await mkdtemp(join(folder, "rated-"));
    const small = ["-d", "strokes", "--samples", "200", "--hidden", "8", "-e", "1", "--run", own];
    const { out } = await mnist(["train", ...asked, ...small]);
    expect(out).toContain(`lr ${lr} `);
    expect(JSON.parse(await readFile(join(own, "config.json"), "utf8"))).toMatchObject({ lr });
  }
});

it("names options as they are typed, not as the libraries have them", async () => {
  const asked = [
    "train",
    "threes-sevens",
    "-d",
    "strokes",
    "--samples",
    "300",
    "--classes",
    "1,2,3",
    "--no-run",
  ];
  const { err } = await mnist(asked);
  expect(err.replaceAll(/\s+/g, " ")).toContain("Name the two to tell apart (--classes a,b).");
  for (const [theirs, ours] of [
    ["Make the picture smaller, or raise maximumPixels.", "Make the picture smaller."],
    ["It is a bomb. If the file is right, raise maximumBytes or maximumRatio.", "It is a bomb."],
    ["Try a share of the pictures (validShare).", "Try a share of the pictures (--valid-share 0.2)."],
  ])
    expect(explain(new Error(theirs))).toBe(ours);
});

it("finds a rate for the training that was asked about", async () => {
  const { out } = await mnist(["lr-find", "digits", "-d", "strokes", "--samples", "600", "--hidden", "20"]);
  expect(out).toMatch(/mnist train digits --dataset strokes --samples 600 --hidden 20 --lr 0\.\d+/);
});

it("draws the losses of runs as what their file says alone", async () => {
  expectOneLine(
    await mnist(["compare", run, run, "--svg", "x.png"]),
    /--svg x\.png: the name does not end with/,
  );
});

it("says how weights were exported that it cannot read again, and what a model answers", async () => {
  const weights = join(folder, "weights.safetensors");
  const exported = await mnist(["export", run, "-o", weights]);
  expect(exported.out).toContain("scores of the classes 0 1 2");
  expectOneLine(
    await mnist(["eval", weights]),
    /weights alone, as they are exported.*Name the run or the file/,
  );
});

it("says how well a run’s model reads the pictures that it was checked with, as JSON too", async () => {
  const { out } = await mnist(["eval", run, "--json"]);
  const found = JSON.parse(out);
  expect(found).toMatchObject({ done: true, pictures: 100 });
  const [low, high] = found.interval;
  expect(low).toBeLessThan(found.accuracy);
  expect(high).toBeGreaterThan(low);
  const { out: text } = await mnist(["eval", run]);
  expect(text).toMatch(/^0\.\d{4} of 100 pictures right \(95 %: 0\.\d{4} to [01]\.\d{4}\) /);
});

it.each([
  [["train", "curve", "--momentum", "0.9"], /--momentum: the recipe curve has no use for it/],
  [["train", "digits", "--beta1", "0.9"], /--beta1: sgd has no use for it; adam, adamw, lion would/],
  [["train", "digits-conv", "--dropout", "0.2"], /--dropout: the recipe digits-conv has no hidden layer/],
  [["train", "curve", "--augment"], /--augment: the recipe curve has no use for it/],
  [["train", "digits", "--device", "cuda"], /expected one of cpu, webgpu, auto/],
  [["train", "digts"], /Did you mean digits\?/],
  [["train", "digits", "-o", "m.onnx"], /train writes safetensors, not onnx/],
  [["train", "curve", "--run", "runs/curve"], /--run: the recipe curve keeps no run/],
  [["train", "digits", "-d", "mnits", "--samples", "9"], /no data set or path called "mnits".*mean mnist\?/],
  [
    ["train", "digits", "-d", "strokes", "--valid-share", "0.5"],
    /strokes has pictures of its own to check with/,
  ],
  [["train", "digits", "-d", "strokes", "--prepare", "digit"], /--prepare: strokes has pictures of 28×28/],
  [
    ["train", "digits", "--threads", "1000"],
    /--threads.*"1000"; expected a whole number from 1 up and up to 64/,
  ],
  [["train", "digits", "-d", "strokes", "--samples", "1e12"], /--samples.*expected a whole number from 1 up/],
  [["train", "--help", "tens"], /no recipe called "tens"/],
  [["train", "digits", "--hidden", "65536,65536"], /got 4,346,347,520 weights; expected at most 134,217,728/],
  [["help", "trian"], /no command called "trian"\. Did you mean train\?/],
  [["lr-find", "curve"], /the recipe curve learns from all its points at each step.*Recipes: threes-sevens/],
  [["lr-find", "digits", "--steps", "1"], /--steps.*expected a whole number from 10 up/],
  [["data", "get", "strokes"], /drawn from a seed when they are asked for/],
  [["data", "show", "mnist", "-d", "strokes"], /mnist is asked for, too/],
])("%j is refused", async (args, words) => {
  const finished = await mnist(args);
  expectOneLine(finished, words);
  expect(finished.status).toBe(2);
});

it("computes where it is told to, and says where that is not there", async () => {
  const without = { VK_ICD_FILENAMES: "/nowhere" };
  const train = ["train", "digits", "-d", "strokes", "--samples", "600", "-e", "1", "--no-run", "--device"];
  const chosen = await mnist([...train, "auto"], without);
  expect(chosen.out, chosen.err).toMatch(/^device (cpu|webgpu): /m);
  if (process.platform !== "linux") return; // elsewhere nothing takes the graphics processor away
  const refused = await mnist([...train, "webgpu"], without);
  expect(refused.status).toBe(1);
  expect(refused.err).toMatch(/^error webgpu: got no .*; expected .*/m);
});

it("says what to install where there is no package webgpu", async () => {
  const hooks = `export const resolve = (name, context, next) => {
    if (name !== "webgpu") return next(name, context);
    throw Object.assign(new Error("Cannot find package 'webgpu' imported from /a/dist/index.js"), { code: "ERR_MODULE_NOT_FOUND" });
  };`;
  const asData = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  const start = `import { register } from "node:module"; register(${JSON.stringify(asData(hooks))});`;
  const missing = { NODE_OPTIONS: `--import=${asData(start)}` };
  const finished = await mnist(
    ["train", "digits", "-d", "strokes", "--no-run", "--device", "webgpu"],
    missing,
  );
  expectOneLine(finished, /^error webgpu: got no package webgpu; .*Try npm install webgpu\.\n$/);
  expect(finished.status).toBe(1);
});

it("looks at what is at hand", async () => {
  const { out, status } = await mnist(["doctor"]);
  expect([status, out.match(/^[✓✗]/gm)?.length]).toEqual([0, 9]);
  const wrong = await mnist(["doctor"], { MNIST_THREADS: "many" });
  expect([wrong.status, wrong.err]).toEqual([0, ""]);
  expect(wrong.out).toMatch(/^✗ threads +MNIST_THREADS=many .*expected a whole number from 1 to 64/m);
});

it.each([40, 100, 220])("a bar of %d columns fits, and says what is done", (columns) => {
  const shown = {
    epoch: 4,
    epochs: 5,
    part: "train",
    done: 145,
    total: 235,
    perSecond: 232_000,
    left: 3,
  } as const;
  const line = progressLine({ ...shown, loss: 1e11, losses: [3, 2, Number.NaN, 1] }, columns);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
  const plain = line.replace(/\u001b\[[0-9;]*m/g, "");
  expect(plain.length).toBeLessThan(columns);
  expect(plain).toMatch(/4\/5 ━+─+ {2}61 %/);
});
