import type { Job } from "../job.js";

export const elementwise: Job = {
  name: "elementwise",
  title: "one element at a time, a sum, and copies of a transposed matrix, on one thread",
  readsDigits: false,
  contestants: [
    { name: "ours, eager", runtime: "ours", script: "elementwise", settings: ["eager"], threaded: false },
    { name: "ours, compiled", runtime: "ours", script: "elementwise", threaded: false },
    { name: "PyTorch", runtime: "python", script: "elementwise", threaded: false },
  ],
};
