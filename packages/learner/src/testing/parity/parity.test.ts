import { existsSync, readFileSync } from "node:fs";
import * as data from "@mnist/data";
import * as nn from "@mnist/nn";
import * as formats from "@mnist/nn/formats";
import * as functional from "@mnist/nn/functional";
import * as optim from "@mnist/nn/optim";
import { describe, expect, it } from "vitest";
import * as learner from "../../index.js";
import * as plot from "../../plot/index.js";
import { type NamedTest, parityTable, partsOfNetworks, sections } from "./parity.js";

const entries: Readonly<Record<string, object>> = { data, nn, functional, optim, formats, learner, plot };
const packages = new URL("../../../../", import.meta.url);

function read(path: string): string {
  const url = new URL(path, packages);
  expect(existsSync(url), `no file ${path}`).toBe(true);
  return readFileSync(url, "utf8");
}

/** An export, or what a class's instances or an object have under a name. */
function find(path: string): unknown {
  const [entry = "", name = "", member] = path.split(".");
  const found: unknown = Reflect.get(entries[entry] ?? {}, name);
  if (member === undefined || (typeof found !== "function" && typeof found !== "object")) return found;
  const owner = typeof found === "function" ? [found, found.prototype] : [found];
  return owner.map((each) => Reflect.get(each as object, member)).find((each) => each !== undefined);
}

function lastWord(path: string): string {
  return path.split(".").at(-1)!;
}

/** Whether a test file has a test or a group whose name begins so. */
function names(text: string, title: string): boolean {
  return ['"', "'", "`"].some((quote) => text.includes(`${quote}${title}`));
}

describe("docs/fastai-pytorch-parity.md", () => {
  it("says what the table of rows does", () => {
    const written = readFileSync(new URL("../docs/fastai-pytorch-parity.md", packages), "utf8");
    expect(written, "stale: run tooling/docs/fastai-pytorch-parity.ts").toBe(parityTable());
  });

  const rows = sections.flatMap((section) =>
    section.rows.map(([theirs, ours, test]): [string, string, NamedTest] => [
      theirs,
      ours,
      test ?? section.test ?? { file: "none", title: "none" },
    ]),
  );

  it.each(rows)("%s is %s, and its test is there", (theirs, ours, { file, title, cases }) => {
    expect(find(ours), `${ours} is not exported`).toBeDefined();
    expect(names(read(file), title), `no test ${title} in ${file}`).toBe(true);
    if (cases === undefined) return;
    const golden = read(cases);
    const isCase = [theirs, ours].some((name) => golden.includes(`"${lastWord(name).split(" ")[0]}"`));
    expect(isCase, `no case of ${ours} in ${cases}`).toBe(true);
  });

  it("counts PyTorch's modules, losses, optimisers and schedulers, each with a test of its own", () => {
    expect(partsOfNetworks().size).toBeGreaterThanOrEqual(120);
    const [shown] = parityTable().match(/\d+(?= of them are PyTorch's modules)/) ?? [];
    expect(shown).toBe(String(partsOfNetworks().size));
  });

  it("has every layer, loss, optimiser and scheduler there is", () => {
    const listed = new Set(rows.map(([, ours]) => ours));
    const isPart = (value: unknown): boolean =>
      typeof value === "function" &&
      [nn.Module, optim.Optimizer, optim.Scheduler].some((base) => value.prototype instanceof base);
    const missing = [
      ...Object.entries(nn)
        .filter(([name, value]) => isPart(value) && name !== "Module")
        .map(([name]) => `nn.${name}`),
      ...Object.entries(optim)
        .filter(([, value]) => isPart(value))
        .map(([name]) => `optim.${name}`),
    ].filter((name) => !listed.has(name));
    expect(missing).toEqual([]);
  });
});
