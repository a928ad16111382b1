import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

interface Notebook {
  readonly cells: readonly {
    readonly id: string;
    readonly cell_type: string;
    readonly outputs?: readonly Output[];
  }[];
}

/** Of fifteen cells one is lost in about every second run. */
const mostRounds = 6;
const folder = fileURLToPath(new URL(".", import.meta.url));
const deno = process.env.DENO ?? "deno";
const read = (path: string): Notebook => JSON.parse(readFileSync(path, "utf8"));

/** What this machine lacks to run a notebook, or null. */
function missing(): string | null {
  const lacks = (command: string, ...args: string[]): boolean => spawnSync(command, args).status !== 0;
  if (lacks(deno, "--version")) return "no deno (npm install deno; DENO names its binary)";
  if (lacks("jupyter", "nbconvert", "--version")) return "no jupyter (apt-get install jupyter-nbconvert)";
  const built = new URL("../node_modules/@mnist/learner/dist/plot/index.js", import.meta.url);
  return existsSync(built) ? null : "the packages are not built (pnpm build)";
}

/** A notebook's results as text, without the times of epochs. */
function results({ cells }: Notebook): [cell: string, text: string[]][] {
  return cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ id, outputs = [] }) => [
      id,
      outputs.map(({ output_type, data }) =>
        `${output_type}: ${[data?.["text/plain"]].flat().join("")}`.replaceAll(/\d+\.\d\d s/g, "… s"),
      ),
    ]);
}

describe("chapter.ipynb", () => {
  const saved = read(join(folder, "chapter.ipynb"));

  it("holds what its cells came to, richly", () => {
    const types = saved.cells.flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data = {} }) => Object.keys(data)),
    );
    for (const type of ["image/svg+xml", "image/png", "text/html", "application/vnd.vegalite.v5+json"])
      expect(types).toContain(type);
    expect(JSON.stringify(saved.cells)).not.toContain('"output_type": "error"');
  });

  const reason = missing();
  if (reason !== null) console.log(`Left out: the notebook is not run, there is ${reason}`);
  it.runIf(reason === null)("comes to the same when it is run", { timeout: 240_000 }, () => {
    const temporary = mkdtempSync(join(tmpdir(), "mnist-notebook-"));
    try {
      const kernel = join(temporary, "kernels", "deno");
      mkdirSync(kernel, { recursive: true });
      const argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"];
      writeFileSync(
        join(kernel, "kernel.json"),
        JSON.stringify({ argv, display_name: "Deno", language: "typescript" }),
      );
      const args = [
        "--to",
        "notebook",
        "--execute",
        "chapter.ipynb",
        "--output-dir",
        temporary,
        "--output",
        "run",
      ];
      // Deno's kernel (2.9) now and then says that it is idle before it sends a cell's result, which nbconvert then misses.
      // So it is run until each result has come once; what comes has to be what was saved.
      const expected = results(saved);
      const seen = new Set<string>();
      for (let round = 0; round < mostRounds && seen.size < expected.length; round++) {
        const run = spawnSync("jupyter", ["nbconvert", ...args], {
          cwd: folder,
          env: { ...process.env, JUPYTER_PATH: temporary },
          encoding: "utf8",
        });
        expect(run.status, run.stderr).toBe(0);
        for (const [index, [cell, texts]] of results(read(join(temporary, "run.ipynb"))).entries()) {
          const [name, saidBefore] = expected[index]!;
          if (texts.length === 0 && saidBefore.length > 0) continue;
          expect([cell, texts]).toEqual([name, saidBefore]);
          seen.add(cell);
        }
      }
      expect(seen.size).toBe(expected.length);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });
});
