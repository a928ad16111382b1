import type { CommandSpec } from "../../command-line/command.js";

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "say what is at hand here, what it means and what to do",
  options: [{ flags: "--json", meaning: "one JSON object a line on standard output" }],
  load: () => import("./run.js"),
};
