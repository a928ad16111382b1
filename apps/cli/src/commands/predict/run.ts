import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { setNumThreads } from "@mnist/tensor";
import pc from "picocolors";
import type { DeviceName } from "../../command-line/device-option.js";
import { report, UsageError } from "../../command-line/errors.js";
import { useDevice } from "../../device.js";
import { loadModel } from "../../model-file.js";
import { prepareFile, readDigit } from "../../read-digit.js";
import { explainSteps } from "../../terminal/explanation.js";
import { plain } from "../../terminal/harmless.js";
import { picture } from "../../terminal/picture.js";
import { describeReading } from "../../terminal/reading.js";

interface PredictOptions {
  readonly top?: number;
  readonly device?: DeviceName;
  readonly json?: boolean;
  readonly show?: boolean;
  readonly explain?: boolean;
  readonly deskew?: boolean;
}

export async function run(modelPath: string, given: string[], options: PredictOptions): Promise<void> {
  const { json = false, show = false, explain = false, deskew = false, top } = options;
  if (json && (show || explain))
    throw new UsageError("--json writes nothing else; leave out --show and --explain.");
  await useDevice(options.device, json ? () => {} : console.error);
  setNumThreads(1); // one picture at a time: no work for several
  const model = await loadModel(modelPath);
  const images = (await Promise.all(given.map(picturesAt))).flat();
  for (const image of images) {
    try {
      const prepared = await prepareFile(image, model, { steps: explain, deskew });
      const { pixels, steps } = prepared;
      const { doubt, ...reading } = await readDigit(model, pixels, modelPath);
      const warnings = [...prepared.warnings, ...(doubt === null ? [] : [doubt])];
      if (json) {
        console.log(
          JSON.stringify({ image, ...reading, ...(top && { top: likeliest(reading, top) }), warnings }),
        );
        continue;
      }
      if (explain) console.log(`${explainSteps(steps)}\n`);
      else if (show) console.log(picture(pixels));
      const name = images.length > 1 ? `${plain(image)}  ` : "";
      console.log(`${name}${describeReading(reading)}`);
      for (const { digit, probability } of top === undefined ? [] : likeliest(reading, top))
        console.log(
          `  ${plain(digit)}  ${(100 * probability).toFixed(2).padStart(6)} %  ${pc.cyan("━".repeat(Math.round(30 * probability)))}`,
        );
      for (const warning of warnings) console.error(`${pc.yellow("note")} ${plain(`${image}: ${warning}`)}`);
    } catch (error) {
      process.exitCode = report(error); // the other pictures can still be read
    }
  }
}

type Shares = Awaited<ReturnType<typeof readDigit>>["probabilities"];

function likeliest({ probabilities }: { readonly probabilities: Shares }, count: number): Shares {
  return [...probabilities].sort((a, b) => b.probability - a.probability).slice(0, count);
}

/** The pictures in a folder, in the order of their names; a file is itself. */
async function picturesAt(path: string): Promise<string[]> {
  if (path === "-" || !(await stat(path).catch(() => null))?.isDirectory()) return [path];
  const names = await readdir(path);
  const pictures = names.filter((name) => [".png", ".jpg", ".jpeg"].includes(extname(name).toLowerCase()));
  if (pictures.length === 0)
    throw new Error(`${path}: got no pictures; expected .png or .jpg files in the folder.`);
  return pictures.sort().map((name) => join(path, name));
}
