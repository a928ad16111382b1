import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodePng, strokes, URLs, untarData } from "@mnist/data";

/** The folder of 3s and 7s: fastai's where MNIST_HOME has it, else one of the same layout, drawn on the spot. */
export async function mnistSample(): Promise<string> {
  if (process.env.MNIST_HOME) return untarData(URLs.MNIST_SAMPLE);
  const folder = mkdtempSync(join(tmpdir(), "mnist-sample-"));
  for (const [part, count, seed] of [
    ["train", 6000, 1],
    ["valid", 1000, 2],
  ] as const) {
    const { images, labels } = strokes({ count, seed });
    for (const digit of [3, 7]) mkdirSync(join(folder, part, String(digit)), { recursive: true });
    labels.forEach((label, i) => {
      if (label !== 3 && label !== 7) return;
      const data = images.slice(i * 784, (i + 1) * 784);
      const png = encodePng({ width: 28, height: 28, channels: 1, data });
      writeFileSync(join(folder, part, String(label), `${i}.png`), png);
    });
  }
  return folder;
}
