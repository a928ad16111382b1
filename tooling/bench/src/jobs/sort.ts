import type { Job } from "../job.js";

export const sort: Job = {
  name: "sort",
  title: "sorting normal numbers, with their places, on one thread",
  readsDigits: false,
  contestants: [
    { name: "ours", runtime: "ours", script: "sort", threaded: false },
    { name: "PyTorch", runtime: "python", script: "sort", threaded: false },
  ],
};
