import type { Job } from "../job.js";

export const softmax: Job = {
  name: "softmax",
  title: "softmax along rows",
  readsDigits: false,
  contestants: [
    { name: "ours, compiled", runtime: "ours", script: "softmax", threaded: true },
    { name: "ours, eager", runtime: "ours", script: "softmax", settings: ["eager"], threaded: false },
    { name: "PyTorch", runtime: "python", script: "softmax", threaded: true },
  ],
};
