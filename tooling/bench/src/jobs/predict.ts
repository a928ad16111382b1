import type { Job } from "../job.js";

export const predict: Job = {
  name: "predict",
  title: "predict: one picture through 784-100-10, eager, the answer read",
  readsDigits: false,
  contestants: [
    { name: "ours", runtime: "ours", script: "predict", threaded: false },
    { name: "PyTorch", runtime: "python", script: "predict", threaded: false },
  ],
};
