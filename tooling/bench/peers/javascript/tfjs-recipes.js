/** The loss and the optimiser of threes-sevens, digits or digits-conv in TensorFlow.js, and the pictures of a batch. */
export function recipe(tf, name) {
  const losses = { "threes-sevens": pairLoss, digits: hiddenLayerLoss, "digits-conv": convolutionalLoss };
  const isPair = name === "threes-sevens";
  return {
    batch: name === "digits-conv" ? 128 : 256,
    loss: losses[name](tf),
    optimizer: name === "digits-conv" ? tf.train.adam(0.01) : tf.train.sgd(isPair ? 1 : 0.1),
  };
}

const random = (tf, shape, scale) => tf.variable(tf.mul(tf.randomNormal(shape), scale));
const zeros = (tf, shape) => tf.variable(tf.zeros(shape));
const crossEntropy = (tf, logits, y) => tf.losses.softmaxCrossEntropy(tf.oneHot(y, 10), logits);

function pairLoss(tf) {
  const [weights, bias] = [random(tf, [784, 1], 1), random(tf, [1], 1)];
  return (x, y) => {
    const share = tf.sigmoid(tf.add(tf.matMul(x, weights), bias));
    return tf.mean(tf.where(tf.equal(tf.reshape(y, [-1, 1]), 1), tf.sub(1, share), share));
  };
}

function hiddenLayerLoss(tf) {
  const [w1, b1] = [random(tf, [784, 100], 0.03), zeros(tf, [100])];
  const [w2, b2] = [random(tf, [100, 10], 0.1), zeros(tf, [10])];
  return (x, y) => {
    const hidden = tf.relu(tf.add(tf.matMul(x, w1), b1));
    return crossEntropy(tf, tf.add(tf.matMul(hidden, w2), b2), y);
  };
}

function convolutionalLoss(tf) {
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
  return (x, y) => crossEntropy(tf, model.apply(tf.reshape(x, [-1, 28, 28, 1]), { training: true }), y);
}
