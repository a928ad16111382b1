import { extname } from "node:path";
import { type ExportFormat, exportFormats, exportModel } from "@mnist/learner";
import { type Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { loadModel, writeWhole } from "../model-file.js";

export function addExport(program: Command): void {
  program
    .command("export")
    .description("write a trained model for onnxruntime, PyTorch or NumPy")
    .argument("<model>", "a model that train --out wrote")
    .requiredOption("-o, --out <file>", "the file to write")
    .addOption(new Option("-f, --format <name>", "the file's own ending unless said").choices(exportFormats))
    .action(async (modelPath: string, { out, format }: { out: string; format?: ExportFormat }) => {
      const bytes = await exportModel(await loadModel(modelPath), format ?? formatOf(out));
      await writeWhole(out, bytes);
      console.log(`${out}: ${bytes.length.toLocaleString("en-US")} bytes`);
    });
}

function formatOf(path: string): ExportFormat {
  const ending = extname(path).slice(1);
  const format = exportFormats.find((each) => each === ending);
  if (format !== undefined) return format;
  throw new UsageError(`${path} ends in no format. Formats: ${exportFormats.join(", ")}. Try --format onnx.`);
}
