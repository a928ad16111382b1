import type { Job } from "../job.js";

export const transformer: Job = {
  name: "transformer",
  title: "transformer: a training step of a character transformer, 2 layers, 32 × 64 characters, width 128",
  readsDigits: false,
  contestants: [
    { name: "ours", runtime: "ours", script: "transformer", threaded: true },
    { name: "ours, eager", runtime: "ours", script: "transformer", settings: ["eager"], threaded: false },
    { name: "PyTorch", runtime: "python", script: "transformer", threaded: true },
  ],
  targets: [{ ours: "ours", peer: "PyTorch", most: 1.5 }],
};
