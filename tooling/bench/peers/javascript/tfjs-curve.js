import { timed } from "./batches.js";
import { serve } from "./serve.js";
import { about, tf } from "./tfjs.js";

const time = tf.range(0, 20);
const square = tf.square(time);

async function fit() {
  const speed = tf.tidy(() => tf.add(tf.square(tf.sub(time, 10)), tf.mul(tf.randomNormal([20]), 3)));
  const parameters = [1, 1, 1].map(() => tf.variable(tf.mul(tf.randomNormal([]), 20)));
  const optimizer = tf.train.sgd(1e-5);
  for (let step = 0; step < 2000; step++) {
    optimizer.minimize(() => {
      const [a, b, c] = parameters;
      return tf.mean(tf.square(tf.sub(speed, tf.add(tf.add(tf.mul(a, square), tf.mul(b, time)), c))));
    }, false);
  }
  await parameters[0].data();
  tf.dispose([speed, ...parameters, optimizer]);
}

await serve(async () => ({ "2000 steps": await timed(fit) }), about);
