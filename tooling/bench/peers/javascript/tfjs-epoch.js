/** An epoch of a recipe: threes-sevens, digits or digits-conv, batches taken from typed arrays. */
import { digits, option, serve, shuffled, take, timed } from "./serve.js";
import { about, tf } from "./tfjs.js";

const [, , recipe] = process.argv;
const all = digits();
const isPair = recipe === "threes-sevens";
const kept = Int32Array.from(all.labels.keys()).filter(
  (i) => !isPair || all.labels[i] === 3 || all.labels[i] === 7,
);
const images = isPair ? take(all.images, 784, kept) : all.images;
const labels = isPair ? take(all.labels, 1, kept).map((label) => (label === 7 ? 1 : 0)) : all.labels;
const count = Math.min(option("images", labels.length), labels.length);
const batch = recipe === "digits-conv" ? 128 : 256;

const random = (shape, scale) => tf.variable(tf.mul(tf.randomNormal(shape), scale));
const zeros = (shape) => tf.variable(tf.zeros(shape));

function crossEntropy(logits, y) {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, 10), logits);
}

function makeLoss() {
  if (isPair) {
    const [weights, bias] = [random([784, 1], 1), random([1], 1)];
    return (x, y) => {
      const share = tf.sigmoid(tf.add(tf.matMul(x, weights), bias));
      return tf.mean(tf.where(tf.equal(tf.reshape(y, [-1, 1]), 1), tf.sub(1, share), share));
    };
  }
  if (recipe === "digits") {
    const [w1, b1, w2, b2] = [random([784, 100], 0.03), zeros([100]), random([100, 10], 0.1), zeros([10])];
    return (x, y) => crossEntropy(tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1), b1)), w2), b2), y);
  }
  const block = (filters, kernelSize, strides, more = {}) => [
    tf.layers.conv2d({ filters, kernelSize, strides, padding: "same", ...more }),
    tf.layers.batchNormalization(),
    tf.layers.reLU(),
  ];
  const model = tf.sequential({
    layers: [
      ...block(8, 5, 2, { inputShape: [28, 28, 1] }),
      ...block(16, 3, 1),
      ...block(32, 3, 2),
      ...block(32, 3, 2),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10 }),
    ],
  });
  return (x, y) => crossEntropy(model.apply(tf.reshape(x, [-1, 28, 28, 1]), { training: true }), y);
}

const loss = makeLoss();
const optimizer = recipe === "digits-conv" ? tf.train.adam(0.01) : tf.train.sgd(isPair ? 1 : 0.1);

async function epoch() {
  const order = shuffled(count);
  for (let start = 0; start < count; start += batch) {
    const rows = order.subarray(start, start + batch);
    const x = tf.tensor2d(take(images, 784, rows), [rows.length, 784]);
    const y = tf.tensor1d(take(labels, 1, rows), "int32");
    optimizer.minimize(() => loss(x, y), false);
    tf.dispose([x, y]);
  }
  await tf.nextFrame();
}

async function round() {
  const time = await timed(epoch);
  return recipe === "digits-conv" ? { "1,000 pictures": (time / count) * 1000 } : { epoch: time };
}

await serve(round, { ...about, images: count });
