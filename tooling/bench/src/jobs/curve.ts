import type { Job } from "../job.js";

export const curve: Job = {
  name: "curve",
  title: "curve: 2000 steps of gradient descent on twenty points, eager",
  readsDigits: false,
  contestants: [
    { name: "ours", runtime: "ours", script: "curve", threaded: false },
    { name: "PyTorch", runtime: "python", script: "curve", threaded: false },
    {
      name: "tfjs cpu",
      runtime: "peers",
      script: "tfjs-curve",
      settings: ["cpu"],
      threaded: false,
      mostRounds: 3,
    },
    { name: "tfjs wasm", runtime: "peers", script: "tfjs-curve", threaded: false, mostRounds: 3 },
  ],
  targets: [{ ours: "ours", peer: "PyTorch", most: 0.3 }],
};
