/** An epoch of a recipe: threes-sevens, digits or digits-conv, batches taken from typed arrays. */
import { batches, take, timed } from "./batches.js";
import { digits, option, serve } from "./serve.js";
import { about, tf } from "./tfjs.js";
import { recipe } from "./tfjs-recipes.js";

const [, , name] = process.argv;
const all = digits();
const isPair = name === "threes-sevens";
const kept = Int32Array.from(all.labels.keys()).filter(
  (i) => !isPair || all.labels[i] === 3 || all.labels[i] === 7,
);
const images = isPair ? take(all.images, 784, kept) : all.images;
const labels = isPair ? take(all.labels, 1, kept).map((label) => (label === 7 ? 1 : 0)) : all.labels;
const count = Math.min(option("images", labels.length), labels.length);
const { batch, loss, optimizer } = recipe(tf, name);

async function epoch() {
  for (const { count: rows, ...taken } of batches({ images, labels }, count, batch)) {
    const x = tf.tensor2d(taken.images, [rows, 784]);
    const y = tf.tensor1d(taken.labels, "int32");
    optimizer.minimize(() => loss(x, y), false);
    tf.dispose([x, y]);
  }
  await tf.nextFrame();
}

async function round() {
  const time = await timed(epoch);
  return name === "digits-conv" ? { "1,000 pictures": (time / count) * 1000 } : { epoch: time };
}

await serve(round, { ...about, images: count });
