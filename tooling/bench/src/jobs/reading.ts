import type { Job } from "../job.js";

export const reading: Job = {
  name: "reading",
  title: "reading: archives to bytes in memory, each in a process of its own",
  readsDigits: true,
  contestants: [{ name: "ours", runtime: "ours", script: "read", threaded: false, mostRounds: 3 }],
};
