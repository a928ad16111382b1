/** An epoch of threes-sevens or digits in jax-js on WebAssembly, the step under jit, batches taken from typed arrays. */
globalThis.navigator ??= {};
const {
  defaultDevice,
  init,
  jit,
  nn,
  numpy: np,
  random,
  valueAndGrad,
  blockUntilReady,
} = await import("@jax-js/jax");
const { digits, serve, shuffled, take, timed } = await import("./serve.js");

await init("wasm");
defaultDevice("wasm");

const isPair = process.argv[2] === "threes-sevens";
const all = digits();
const kept = Int32Array.from(all.labels.keys()).filter(
  (i) => !isPair || all.labels[i] === 3 || all.labels[i] === 7,
);
const images = isPair ? take(all.images, 784, kept) : all.images;
const labels = isPair ? take(all.labels, 1, kept).map((label) => (label === 7 ? 1 : 0)) : all.labels;
const count = labels.length;
const batch = 256;

const normal = (seed, shape, scale) => random.normal(random.key(seed), shape).mul(scale);
const shapes = isPair ? [[784, 1], [1]] : [[784, 100], [100], [100, 10], [10]];
let parameters = shapes.map((shape, i) => normal(i, shape, isPair ? 1 : 0.03));
const rate = isPair ? 1 : 0.1;

function loss(weights, x, y) {
  if (isPair) {
    const [w, b] = weights;
    const share = nn.sigmoid(np.matmul(x, w).add(b));
    return np.where(np.equal(y, 1), np.subtract(1, share.ref), share).mean();
  }
  const [w1, b1, w2, b2] = weights;
  const hidden = nn.relu(np.matmul(x, w1).add(b1));
  const scores = nn.logSoftmax(np.matmul(hidden, w2).add(b2));
  return scores.mul(nn.oneHot(y, 10)).sum(1).mean().mul(-1);
}

const step = jit((weights, x, y) => {
  const [value, gradients] = valueAndGrad(loss)(
    weights.map((each) => each.ref),
    x,
    y,
  );
  return [value, weights.map((each, i) => each.sub(gradients[i].mul(rate)))];
});

async function epoch() {
  const order = shuffled(count);
  for (let start = 0; start < count; start += batch) {
    const rows = order.subarray(start, start + batch);
    const x = np.array(take(images, 784, rows)).reshape([rows.length, 784]);
    const y = np.array(take(labels, 1, rows), { dtype: np.int32 });
    const [value, next] = step(parameters, x, isPair ? y.reshape([-1, 1]) : y);
    parameters = next;
    value.dispose();
  }
  await blockUntilReady(parameters.map((each) => each.ref));
}

await serve(async () => ({ epoch: await timed(epoch) }), { "jax-js": "0.1.25", images: count });
