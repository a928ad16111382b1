import type { CommandSpec } from "../../command-line/command.js";
import { count, seed } from "../../command-line/kinds.js";

/** The data sets that are got by name, as @mnist/data names them; a test compares. */
const name = { name: "<name>", meaning: "mnist, mnist-sample, …: mnist data list" };
const load = () => import("./run.js");

export const data: CommandSpec = {
  name: "data",
  summary: "get, list, check and look at data sets",
  children: [
    {
      name: "list",
      summary: "the data sets there are, and where they are",
      options: [{ flags: "--json", meaning: "one JSON object a line on standard output" }],
      load: async () => ({ run: (await load()).list }),
    },
    {
      name: "get",
      summary: "download a data set, once, into MNIST_HOME or the cache",
      arguments: [name],
      options: [
        {
          flags: "--mirror <url...>",
          meaning: "addresses to try in place of the known ones; each ends with a slash",
        },
        { flags: "--offline", meaning: "only say where it is; never ask the network" },
      ],
      load: async () => ({ run: (await load()).get }),
    },
    {
      name: "path",
      summary: "print where a data set is",
      arguments: [name],
      load: async () => ({ run: (await load()).path }),
    },
    {
      name: "verify",
      summary: "read a data set whole and say what is in it",
      arguments: [{ name: "<name>", meaning: "a data set, or a path" }],
      load: async () => ({ run: (await load()).verify }),
    },
    {
      name: "clean",
      summary: "say what the cache holds, and remove it with --yes",
      options: [{ flags: "-y, --yes", meaning: "remove it" }],
      load: async () => ({ run: (await load()).clean }),
    },
    {
      name: "show",
      summary: "show pictures, in the terminal or as a file",
      arguments: [{ name: "[name]", meaning: "the same as --dataset" }],
      options: [
        {
          flags: "-d, --dataset <name>",
          meaning: "strokes (unless said), mnist, another data set, or a path",
        },
        {
          flags: "-i, --index <n>",
          meaning: "which picture is the first, counted from 1; several are drawn by the seed unless said",
          kind: count,
        },
        { flags: "-n, --count <n>", meaning: "how many pictures", kind: count, default: 1 },
        { flags: "--valid", meaning: "pictures to validate with, in place of those to train with" },
        {
          flags: "-o, --out <file>",
          meaning: "write the picture as .png, .svg or .html (a table of its numbers)",
        },
        { flags: "--offline", meaning: "never ask the network for data" },
        {
          flags: "-s, --seed <n>",
          meaning: "seed of the strokes, and of which are shown",
          kind: seed,
          default: 42,
        },
      ],
      load: async () => ({ run: (await load()).show }),
    },
  ],
};
