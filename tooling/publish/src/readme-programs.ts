// The README's programs as one module of a stranger's project, with what a minifier might break asked at the end.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../../readme/blocks.js";
import { workspace } from "./run.js";

/** What the programs come to. */
export interface Answer {
  /** What the README's lines print. */
  readonly printed: readonly string[];
  readonly history: readonly {
    readonly trainLoss: number;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
  /** Epochs until the accuracy stood still. */
  readonly stoppedAfter: number;
  /** Text of the model, and of the one read back from its JSON. */
  readonly models: readonly [string, string];
  readonly error: readonly [name: string, isShapeError: boolean];
}

const tail = `
  const stopping = new EarlyStopping({ monitor: "accuracy", minDelta: 0.5, patience: 1 });
  const more = await learner.fit(5, 0.1, { callbacks: [stopping] });
  const again = moduleFromJSON(JSON.parse(JSON.stringify(model)));
  let error: unknown;
  try {
    model.forward(randn([2, 3]));
  } catch (thrown) {
    error = thrown;
  }
  return {
    printed,
    history: learner.history.slice(0, 5).map(({ trainLoss, metrics }) => ({ trainLoss, metrics })),
    stoppedAfter: more.length,
    models: [String(model), String(again)],
    error: [error instanceof Error ? error.name : "", error instanceof ShapeError],
  };`;

const alsoImported = `import { EarlyStopping } from "@mnist/learner";
import { moduleFromJSON } from "@mnist/nn/formats";
import { ShapeError } from "@mnist/tensor";`;

/** TypeScript of a module that exports \`programs(): Promise<Answer>\`. */
export function readmePrograms(): string {
  const blocks = blocksOf(readFileSync(join(workspace, "README.md"), "utf8"));
  const code = blocks.map((block) => block.code).join("\n");
  const importing = /^import .*?;$/gms;
  return `${alsoImported}
${code.match(importing)!.join("\n")}
export async function programs() {
  const printed: string[] = [];
  const console = { log: (...values: unknown[]) => void printed.push(values.map(String).join(" ")) };
  ${code.replaceAll(importing, "")}
  ${tail}
}
`;
}

/** A program that prints the answer and leaves it where a page's reader finds it. */
export const main = `import { programs } from "./programs.js";
programs().then((answer) => {
  Object.assign(globalThis, { answer });
  console.log(JSON.stringify(answer));
});
`;

/** A worker, or a service worker, that answers any message. */
export const worker = `import { programs } from "./programs.js";
globalThis.addEventListener("message", async (event) => {
  const answer = await programs().catch((error) => ({ failed: String(error.stack ?? error) }));
  (event.source ?? globalThis).postMessage(answer);
});
`;
