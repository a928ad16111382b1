import type { Job } from "../job.js";

export const digits: Job = {
  name: "digits",
  title: "digits: an epoch of 784-100-10 with SGD, batch 256",
  readsDigits: true,
  contestants: [
    { name: "ours", runtime: "ours", script: "epoch", settings: ["digits"], threaded: true },
    { name: "ours, eager", runtime: "ours", script: "epoch", settings: ["digits", "eager"], threaded: true },
    { name: "PyTorch", runtime: "python", script: "digits", threaded: true },
    {
      name: "jax-js wasm",
      runtime: "peers",
      script: "jax-epoch",
      settings: ["digits"],
      threaded: false,
      mostRounds: 2,
    },
    {
      name: "tfjs wasm",
      runtime: "peers",
      script: "tfjs-epoch",
      settings: ["digits"],
      threaded: true,
      mostRounds: 2,
    },
  ],
  targets: [
    { ours: "ours", peer: "PyTorch", most: 1 },
    { ours: "ours", peer: "jax-js wasm", most: 1 / 7 },
    { ours: "ours", peer: "tfjs wasm", most: 1 / 25 },
    { ours: "ours, eager", peer: "PyTorch", most: 3 },
  ],
};
