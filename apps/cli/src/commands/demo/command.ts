import type { CommandSpec } from "../../command-line/command.js";

export const demo: CommandSpec = {
  name: "demo",
  summary: "train two classifiers on drawn digits and read one, in a minute",
  load: () => import("./run.js"),
};
