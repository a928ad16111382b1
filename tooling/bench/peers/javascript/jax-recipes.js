/** threes-sevens, digits and digits-conv in jax-js: a step under jit that takes a flat list of arrays and makes the next. */
import { blockUntilReady, jit, lax, nn, numpy as np, random, valueAndGrad } from "@jax-js/jax";
import { batches } from "./batches.js";

const normal = (seed, shape, scale) => random.normal(random.key(seed), shape).mul(scale);
const copies = (arrays) => arrays.map((each) => each.ref);

/**
 * A function that trains on the first `count` of these digits. Steps wait in a queue until something is waited for, and a
 * long queue is slow; so each step's loss is waited for while the next step is put together.
 */
export function training(name, data, count) {
  const { batch, initial, step } = recipe(name);
  let state = initial;
  return async () => {
    let before;
    for (const { count: rows, images, labels } of batches(data, count, batch)) {
      const x = np.array(images).reshape([rows, 784]);
      const [loss, next] = step(state, x, np.array(labels, { dtype: np.int32 }));
      state = next;
      const ready = blockUntilReady(loss).then(() => loss.dispose());
      await before;
      before = ready;
    }
    await before;
    await blockUntilReady(state);
  };
}

/** The pictures of a batch, the arrays to begin with, and `(arrays, x, y) => [loss, arrays]`. */
function recipe(name) {
  if (name === "digits-conv") return convolutional();
  const isPair = name === "threes-sevens";
  const shapes = isPair ? [[784, 1], [1]] : [[784, 100], [100], [100, 10], [10]];
  const rate = isPair ? 1 : 0.1;
  const loss = isPair ? pairLoss : hiddenLayerLoss;
  const step = jit((weights, x, y) => {
    const [value, gradients] = valueAndGrad(loss)(copies(weights), x, y);
    return [value, weights.map((each, i) => each.sub(gradients[i].mul(rate)))];
  });
  return { batch: 256, initial: shapes.map((shape, i) => normal(i, shape, isPair ? 1 : 0.03)), step };
}

function crossEntropy(scores, y) {
  return nn.logSoftmax(scores).mul(nn.oneHot(y, 10)).sum(1).mean().mul(-1);
}

function pairLoss([w, b], x, y) {
  const share = nn.sigmoid(np.matmul(x, w).add(b));
  return np.where(np.equal(y.reshape([-1, 1]), 1), np.subtract(1, share.ref), share).mean();
}

function hiddenLayerLoss([w1, b1, w2, b2], x, y) {
  const hidden = nn.relu(np.matmul(x, w1).add(b1));
  return crossEntropy(np.matmul(hidden, w2).add(b2), y);
}

/** Channels in and out, the filters' size, the stride. */
const blocks = [
  [1, 8, 5, 2],
  [8, 16, 3, 1],
  [16, 32, 3, 2],
  [32, 32, 3, 2],
];

/** Arrays: parameters (4 a block, 2 of the last layer), Adam's two averages of each, its count of steps, BatchNorm's averages. */
function convolutional() {
  const parameters = blocks.flatMap(([from, to, size], i) => [
    normal(i, [to, from, size, size], (from * size * size) ** -0.5),
    np.zeros([to, 1, 1]),
    np.ones([to, 1, 1]),
    np.zeros([to, 1, 1]),
  ]);
  parameters.push(normal(9, [512, 10], 512 ** -0.5), np.zeros([10]));
  const count = parameters.length;
  const averages = blocks.flatMap(([, to]) => [np.zeros([1, to, 1, 1]), np.ones([1, to, 1, 1])]);
  const zeros = () => parameters.map(({ shape }) => np.zeros(shape));
  const initial = [...parameters, ...zeros(), ...zeros(), np.zeros([]), ...averages];
  const step = jit((arrays, x, y) => {
    const [weights, first, second] = [0, 1, 2].map((i) => arrays.slice(i * count, (i + 1) * count));
    const [steps, ...seen] = arrays.slice(3 * count);
    const [[value, statistics], gradients] = valueAndGrad(convolutionalLoss, { hasAux: true })(
      copies(weights),
      x,
      y,
    );
    const next = seen.map((each, i) => each.mul(0.9).add(statistics[i].mul(0.1)));
    return [value, [...adam(weights, gradients, first, second, steps.add(1)), ...next]];
  });
  return { batch: 128, initial, step };
}

function convolutionalLoss(weights, x, y) {
  const statistics = [];
  let out = x.reshape([-1, 1, 28, 28]);
  blocks.forEach(([, , size, stride], i) => {
    const [filters, bias, scale, shift] = weights.slice(4 * i, 4 * i + 4);
    const pad = (size - 1) / 2;
    const padding = [
      [pad, pad],
      [pad, pad],
    ];
    out = lax.convGeneralDilated(out, filters, [stride, stride], padding).add(bias);
    const mean = out.ref.mean([0, 2, 3], { keepdims: true });
    const centred = out.sub(mean.ref);
    const variance = np.square(centred.ref).mean([0, 2, 3], { keepdims: true });
    out = nn.relu(
      centred
        .div(np.sqrt(variance.ref.add(1e-5)))
        .mul(scale)
        .add(shift),
    );
    statistics.push(mean, variance);
  });
  const [w, b] = weights.slice(4 * blocks.length);
  return [crossEntropy(np.matmul(out.reshape([-1, 512]), w).add(b), y), statistics];
}

/** jax-js has no optimisers of its own; this is what `@jax-js/optax` does. Answers weights, averages and count, flat. */
function adam(weights, gradients, first, second, steps) {
  const correction = (beta) => np.subtract(1, np.exp(steps.ref.mul(Math.log(beta))));
  const [m, v] = [
    first.map((each, i) => each.mul(0.9).add(gradients[i].ref.mul(0.1))),
    second.map((each, i) => each.mul(0.999).add(np.square(gradients[i]).mul(0.001))),
  ];
  const next = weights.map((each, i) => {
    const size = np.sqrt(v[i].ref.div(correction(0.999))).add(1e-8);
    return each.sub(m[i].ref.div(correction(0.9)).div(size).mul(0.01));
  });
  return [...next, ...m, ...v, steps];
}
