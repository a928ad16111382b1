import { type DigitImages, loadMnist, strokes } from "@mnist/data";

/** MNIST where MNIST_HOME says it lies, strokes drawn on the spot elsewhere. */
export async function digitImages(count = 18_000): Promise<{ train: DigitImages; valid: DigitImages }> {
  const splits = process.env.MNIST_HOME
    ? await loadMnist({ order: "class" })
    : { train: strokes({ count, seed: 1 }), valid: strokes({ count: count / 6, seed: 2 }) };
  console.log(`data: ${splits.train.source}`);
  return splits;
}
