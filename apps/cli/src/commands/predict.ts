import type { Command } from "commander";
import pc from "picocolors";
import { report } from "../errors.js";
import { loadModel } from "../model-file.js";
import { prepareFile, readDigit } from "../read-digit.js";
import { picture } from "../terminal/picture.js";
import { describeReading } from "../terminal/reading.js";

export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("read the digits in PNG files")
    .argument("<model>", "a model that train --out wrote")
    .argument("<images...>", "PNG files: any size and colours, one digit each")
    .option("--json", "one JSON object a line on standard output, nothing else")
    .option("--show", "show each picture as the model sees it")
    .action(
      async (modelPath: string, images: string[], { json, show }: { json?: boolean; show?: boolean }) => {
        const model = await loadModel(modelPath);
        for (const image of images) {
          try {
            const { pixels, warnings } = await prepareFile(image);
            const reading = await readDigit(model, pixels);
            if (json) {
              console.log(JSON.stringify({ image, ...reading, warnings }));
              continue;
            }
            if (show) console.log(picture(pixels));
            console.log(`${images.length > 1 ? `${image}  ` : ""}${describeReading(reading)}`);
            for (const warning of warnings) console.error(`${pc.yellow("note")} ${image}: ${warning}`);
          } catch (error) {
            process.exitCode = report(error); // the other pictures can still be read
          }
        }
      },
    );
}
