/** An epoch of threes-sevens or digits in jax-js on WebAssembly, the step under jit, batches taken from typed arrays. */
globalThis.navigator ??= {};
const { defaultDevice, init } = await import("@jax-js/jax");
const { take, timed } = await import("./batches.js");
const { training } = await import("./jax-recipes.js");
const { digits, serve } = await import("./serve.js");

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

const epoch = training(process.argv[2], { images, labels }, count);

await serve(async () => ({ epoch: await timed(epoch) }), { "jax-js": "0.1.25", images: count });
