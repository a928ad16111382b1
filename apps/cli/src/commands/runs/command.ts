import type { CommandSpec } from "../../command-line/command.js";

export const runs: CommandSpec = {
  name: "runs",
  summary: "list runs, show one, or remove it",
  children: [
    {
      name: "list",
      summary: "the runs there are: accuracy, epochs, what was changed",
      options: [{ flags: "--json", meaning: "one JSON object a line on standard output" }],
      load: async () => ({ run: (await import("./run.js")).list }),
    },
    {
      name: "show",
      summary: "a run's settings and epochs",
      arguments: [{ name: "<run>", meaning: "a run's folder, or its name" }],
      load: async () => ({ run: (await import("./run.js")).show }),
    },
    {
      name: "remove",
      summary: "remove a run's folder",
      arguments: [{ name: "<runs...>", meaning: "runs' folders, or their names" }],
      load: async () => ({ run: (await import("./run.js")).remove }),
    },
  ],
};
