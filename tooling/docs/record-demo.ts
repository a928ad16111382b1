// Records `mnist demo` in a pseudo-terminal as an SVG that plays by itself: docs/demo.svg.
// node --conditions=@mnist/source --import=tsx tooling/docs/record-demo.ts
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../apps/cli/src/testing/run-mnist.js";
import { TestTerminal } from "../../apps/cli/src/testing/terminal.js";

/** Seconds between two looks at the screen, and those that the last one stays. */
const [interval, rest] = [0.25, 6];
const columns = 88;
const rows = 24;
const [wide, tall] = [8.43, 18];

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The last lines of what is shown, as many as the picture holds. */
const lastLines = (screen: string): string[] => screen.split("\n").slice(-rows);

const terminal = new TestTerminal(["demo"], { columns });
const frames: { readonly at: number; readonly lines: readonly string[] }[] = [];
let started: number | null = null;
const look = async (): Promise<void> => {
  const lines = lastLines(await terminal.screen());
  if (lines.join("") === "") return; // nothing was written yet
  const now = performance.now();
  started ??= now;
  const at = (now - started) / 1000;
  if (frames.at(-1)?.lines.join("\n") !== lines.join("\n")) frames.push({ at, lines });
};
const looking = setInterval(look, interval * 1000);
await terminal.ended;
clearInterval(looking);
await look();

/** The recording is played in fifteen seconds at most, however long the machine took. */
const pace = Math.min(1, 15 / frames.at(-1)!.at);
const total = frames.at(-1)!.at * pace + rest;

function drawn({ lines }: { readonly lines: readonly string[] }, place: number): string {
  const from = (frames[place]!.at * pace) / total;
  const until = place + 1 < frames.length ? (frames[place + 1]!.at * pace) / total : 1;
  const times = `0;${from.toFixed(5)};${until.toFixed(5)}`;
  const text = lines
    .map((line, i) => (line.trim() === "" ? "" : `<text y="${(i + 1) * tall}">${escaped(line)}</text>`))
    .join("");
  const values = from === 0 ? "visible;visible;hidden" : "hidden;visible;hidden";
  const still = place === frames.length - 1 ? "visible" : "hidden"; // where nothing moves the end is shown
  return `<g visibility="${still}"><animate attributeName="visibility" calcMode="discrete" dur="${total.toFixed(2)}s" repeatCount="indefinite" keyTimes="${times}" values="${values}"/>${text}</g>`;
}

const [width, height] = [Math.ceil(columns * wide) + 32, rows * tall + 32];
const style =
  "text{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#d8dee9;white-space:pre}";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="mnist demo in a terminal"><style>${style}</style><rect width="${width}" height="${height}" rx="8" fill="#1b2028"/><g transform="translate(16 10)">${frames.map(drawn).join("\n")}</g></svg>\n`;
const path = join(root, "../../docs/demo.svg");
writeFileSync(path, svg);
console.log(`${path}: ${frames.length} pictures, ${(svg.length / 1000).toFixed(0)} kB`);
