import type { Job } from "../job.js";

const images = "images=6000";

export const digitsConv: Job = {
  name: "digits-conv",
  title: "digits-conv: 6,000 pictures through the convolutional network with Adam, batch 128",
  readsDigits: true,
  contestants: [
    { name: "ours", runtime: "ours", script: "epoch", settings: ["digits-conv", images], threaded: true },
    { name: "PyTorch", runtime: "python", script: "digits-conv", settings: [images], threaded: true },
    {
      name: "tfjs wasm",
      runtime: "peers",
      script: "tfjs-epoch",
      settings: ["digits-conv", images],
      threaded: true,
      mostRounds: 2,
    },
  ],
  targets: [
    { ours: "ours", peer: "PyTorch", most: 2 },
    { ours: "ours", peer: "tfjs wasm", most: 1 / 3 },
  ],
};
