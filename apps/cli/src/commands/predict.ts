import type { Command } from "commander";
import pc from "picocolors";
import { report, UsageError } from "../errors.js";
import { loadModel } from "../model-file.js";
import { prepareFile, readDigit } from "../read-digit.js";
import { explainSteps } from "../terminal/explanation.js";
import { picture } from "../terminal/picture.js";
import { describeReading } from "../terminal/reading.js";

interface PredictOptions {
  readonly json?: boolean;
  readonly show?: boolean;
  readonly explain?: boolean;
  readonly deskew?: boolean;
}

export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("read the digits in pictures")
    .argument("<model>", "a model that train --out wrote")
    .argument("<images...>", "PNG or JPEG files: any size and colours, one digit each")
    .option("--json", "one JSON object a line on standard output, nothing else")
    .option("--show", "show each picture as the model sees it")
    .option("--explain", "show what is done to each picture, step by step")
    .option("--deskew", "set slanted digits upright first")
    .action(predict);
}

async function predict(modelPath: string, images: string[], options: PredictOptions): Promise<void> {
  const { json = false, show = false, explain = false, deskew = false } = options;
  if (json && (show || explain))
    throw new UsageError("--json writes nothing else; leave out --show and --explain.");
  const model = await loadModel(modelPath);
  for (const image of images) {
    try {
      const { pixels, steps, warnings } = await prepareFile(image, model, { steps: explain, deskew });
      const reading = await readDigit(model, pixels);
      if (json) {
        console.log(JSON.stringify({ image, ...reading, warnings }));
        continue;
      }
      if (explain) console.log(`${explainSteps(steps)}\n`);
      else if (show) console.log(picture(pixels));
      console.log(`${images.length > 1 ? `${image}  ` : ""}${describeReading(reading)}`);
      for (const warning of warnings) console.error(`${pc.yellow("note")} ${image}: ${warning}`);
    } catch (error) {
      process.exitCode = report(error); // the other pictures can still be read
    }
  }
}
