import type { Job } from "../job.js";

export const threesSevens: Job = {
  name: "threes-sevens",
  title: "threes-sevens: an epoch of one linear layer, batch 256",
  readsDigits: true,
  contestants: [
    { name: "ours", runtime: "ours", script: "epoch", settings: ["threes-sevens"], threaded: true },
    {
      name: "ours, eager",
      runtime: "ours",
      script: "epoch",
      settings: ["threes-sevens", "eager"],
      threaded: false,
    },
    { name: "PyTorch", runtime: "python", script: "threes-sevens", threaded: true },
    {
      name: "jax-js wasm",
      runtime: "peers",
      script: "jax-epoch",
      settings: ["threes-sevens"],
      threaded: false,
      mostRounds: 3,
    },
    {
      name: "tfjs wasm",
      runtime: "peers",
      script: "tfjs-epoch",
      settings: ["threes-sevens"],
      threaded: true,
      mostRounds: 3,
    },
  ],
  targets: [{ ours: "ours", peer: "PyTorch", most: 0.5 }],
};
