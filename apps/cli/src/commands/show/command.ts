import type { CommandSpec } from "../../command-line/command.js";

export const show: CommandSpec = {
  name: "show",
  summary: "show a picture as a table of its numbers, or what a model's first layer looks for",
  arguments: [{ name: "<what>", meaning: "a PNG or JPEG file, a run's folder, or a model that train wrote" }],
  options: [
    { flags: "-o, --out <file>", meaning: "write a picture as .png, .svg or .html (a table of its numbers)" },
  ],
  examples: ["show mine.png", "show mine.png -o mine.html", "show runs/2026-01-31-digits-42"],
  load: () => import("./run.js"),
};
