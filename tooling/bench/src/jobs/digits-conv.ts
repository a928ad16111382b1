import type { Job } from "../job.js";

const images = "images=6000";
/** TensorFlow.js trains convolutions in plain JavaScript alone, as its WebAssembly lacks their gradient. */
const few = "images=256";

export const digitsConv: Job = {
  name: "digits-conv",
  title: "digits-conv: 1,000 pictures of an epoch of the convolutional network with Adam, batch 128",
  readsDigits: true,
  contestants: [
    { name: "ours", runtime: "ours", script: "epoch", settings: ["digits-conv", images], threaded: true },
    { name: "PyTorch", runtime: "python", script: "digits-conv", settings: [images], threaded: true },
    {
      name: "tfjs cpu",
      runtime: "peers",
      script: "tfjs-epoch",
      settings: ["digits-conv", few, "cpu"],
      threaded: false,
      mostRounds: 1,
    },
  ],
  targets: [
    { ours: "ours", peer: "PyTorch", most: 2 },
    { ours: "ours", peer: "tfjs cpu", most: 1 / 3 },
  ],
};
