import type { Job } from "../job.js";

export const loading: Job = {
  name: "loading",
  title:
    "loading: digits drawn, and a pass over 12,000 turned and distorted ones with and without worker threads",
  readsDigits: false,
  contestants: [{ name: "ours", runtime: "ours", script: "load", threaded: false, mostRounds: 5 }],
};
