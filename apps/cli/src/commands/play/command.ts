import type { CommandSpec } from "../../command-line/command.js";
import { number } from "../../command-line/kinds.js";

export const play: CommandSpec = {
  name: "play",
  summary: "draw a digit, train and look inside, in the browser",
  options: [
    {
      flags: "-p, --port <n>",
      meaning: "where it is served on 127.0.0.1; 0 takes a free one",
      kind: number({ from: 0, to: 65535, whole: true }),
      default: 4173,
    },
    { flags: "--no-open", meaning: "only serve it, open no browser" },
  ],
  load: () => import("./run.js"),
};
