import type { CommandSpec } from "../../command-line/command.js";
import { choice, names } from "../../command-line/kinds.js";

const format = choice("onnx", "safetensors", "npz", "json");

export const exportCommand: CommandSpec = {
  name: "export",
  summary: "write a trained model for onnxruntime, PyTorch or NumPy",
  arguments: [{ name: "<model>", meaning: "a run's folder, or a model that train wrote" }],
  options: [
    {
      flags: "-o, --out <file>",
      meaning: "the file to write (the model's name with the format's ending unless said)",
    },
    { flags: "-f, --format <name>", meaning: "the file's own ending unless said", kind: format },
    { flags: "--to <name>", meaning: "the same as --format", kind: format },
    { flags: "--softmax", meaning: "onnx: answer shares that sum to 1, by the calibrated temperature" },
    { flags: "--classes <a,b,…>", meaning: "other names for the classes, in their order", kind: names },
    { flags: "--force", meaning: "write over a file that is there" },
  ],
  examples: ["export digits.safetensors --to onnx", "export runs/2026-01-31-digits-42 -o digits.npz"],
  load: () => import("./run.js"),
};
