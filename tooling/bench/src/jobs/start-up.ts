import type { Job } from "../job.js";

export const startUp: Job = {
  name: "start-up",
  title: "start-up: the command line tool from nothing to its answer",
  readsDigits: false,
  contestants: [{ name: "ours", runtime: "ours", script: "start-up", threaded: false }],
};
