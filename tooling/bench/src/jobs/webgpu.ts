import type { Contestant, Job } from "../job.js";

const pictures = "images=6000";

const training = (recipe: string, device: "webgpu" | "cpu"): Contestant => ({
  name: `ours, ${device}, ${recipe}`,
  runtime: "ours",
  script: "epoch",
  settings: [recipe, pictures, `device=${device}`],
  threaded: device === "cpu",
  mostRounds: 2,
});

/** Needs a graphics processor, or a software driver, that Dawn finds; see the package `webgpu`. */
export const webgpu: Job = {
  name: "webgpu",
  title:
    "webgpu: 1,000 pictures of digits and digits-conv, products, softmax and sort on a graphics processor",
  readsDigits: true,
  isNamedOnly: true,
  contestants: [
    training("digits", "webgpu"),
    training("digits", "cpu"),
    training("digits-conv", "webgpu"),
    training("digits-conv", "cpu"),
    {
      name: "PyTorch, digits-conv",
      runtime: "python",
      script: "digits-conv",
      settings: [pictures],
      threaded: true,
      mostRounds: 2,
    },
    { name: "ours, webgpu", runtime: "ours", script: "on-device", settings: ["webgpu"], threaded: false },
    {
      name: "ours, cpu",
      runtime: "ours",
      script: "on-device",
      settings: ["cpu"],
      threaded: true,
      mostRounds: 2,
    },
  ],
};
