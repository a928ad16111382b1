import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf } from "../../readme/blocks.js";
import { workspace } from "./sources.js";

const runner = fileURLToPath(new URL("run-page.ts", import.meta.url));

/** What a page's listings printed, each; they run where pages speak of `digits/three.png`. */
function outputsOf(path: string): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const args = ["--conditions=@mnist/source", "--import=tsx", runner, path];
    const child = spawn(process.execPath, args, {
      cwd: join(workspace, "apps/examples"),
      env: { ...process.env, NO_COLOR: "1", COLUMNS: "100" },
    });
    let printed = "";
    let complaints = "";
    child.stdout.on("data", (text) => {
      printed += text;
    });
    child.stderr.on("data", (text) => {
      complaints += text;
    });
    child.on("close", (status) => {
      if (status === 0) resolve(JSON.parse(printed.trim().split("\n").at(-1)!) as string[][]);
      else reject(new Error(`${path}: its listings do not run\n${complaints}`));
    });
  });
}

/** A page with what each listing printed below it; drawings are handed to `keep`, which answers where they are. */
export async function executed(
  path: string,
  markdown: string,
  keep: (drawing: string) => string,
): Promise<string> {
  if (blocksOf(markdown).length === 0) return markdown;
  const outputs = await outputsOf(path);
  let index = 0;
  return markdown.replace(/^```ts\n.*?^```$/gms, (listing) => {
    const lines = outputs[index++] ?? [];
    const parts = groups(lines).map(({ isDrawing, text }) =>
      isDrawing
        ? `<img class="drawing" src="${keep(text)}" alt="What the listing above draws">`
        : `\`\`\`text\n${text}\n\`\`\``,
    );
    return [listing, ...parts].join("\n\n");
  });
}

/** Lines that were printed, drawings apart from text. */
function groups(lines: readonly string[]): { isDrawing: boolean; text: string }[] {
  const found: { isDrawing: boolean; text: string }[] = [];
  for (const text of lines) {
    const isDrawing = text.startsWith("<svg");
    const last = found.at(-1);
    if (last !== undefined && !isDrawing && !last.isDrawing) last.text += `\n${text}`;
    else found.push({ isDrawing, text });
  }
  return found;
}
