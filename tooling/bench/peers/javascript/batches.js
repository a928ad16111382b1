/** Batches of matrices' rows, and the clock: what a Node process and a page have in common. */

/** The numbers below `length` in a random order. */
export function shuffled(length) {
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The rows of a matrix of `width` columns that `rows` names. */
export function take(matrix, width, rows) {
  const taken = new matrix.constructor(rows.length * width);
  rows.forEach((row, i) => {
    taken.set(matrix.subarray(row * width, (row + 1) * width), i * width);
  });
  return taken;
}

/** The digits of a training set in a random order, as typed arrays of `size` pictures and their labels. */
export function* batches({ images, labels }, count, size) {
  const order = shuffled(count);
  for (let start = 0; start < count; start += size) {
    const rows = order.subarray(start, start + size);
    yield { count: rows.length, images: take(images, 784, rows), labels: take(labels, 1, rows) };
  }
}

export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
