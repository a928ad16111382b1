import type { Contestant, Job, Measurement } from "../job.js";

const pictures = "images=6000";
const libraries = { ours: "ours", jax: "jax-js", tfjs: "tfjs" };

const inChrome = (part: string): Contestant[] =>
  Object.entries(libraries).map(([script, name]) => ({
    name: `${name}, Chrome`,
    runtime: "browser",
    script,
    settings: [part],
    threaded: false,
    ...(part !== "kernels" && { part }),
  }));

const training = (part: string, device: "webgpu" | "cpu"): Contestant => ({
  name: device === "webgpu" ? "ours, Node" : "ours, cpu",
  runtime: "ours",
  script: "epoch",
  settings: [part, pictures, `device=${device}`],
  threaded: device === "cpu",
  mostRounds: 2,
  part,
});

/** Needs a graphics processor, or a software driver, that Chrome finds, and Dawn in Node; see the package `webgpu`. */
export const webgpu: Job = {
  name: "webgpu",
  title:
    "webgpu: 1,000 pictures of digits and digits-conv, products, softmax and sort on a graphics processor",
  readsDigits: true,
  isNamedOnly: true,
  contestants: [
    ...inChrome("digits"),
    training("digits", "webgpu"),
    training("digits", "cpu"),
    ...inChrome("digits-conv"),
    training("digits-conv", "webgpu"),
    training("digits-conv", "cpu"),
    {
      name: "PyTorch, cpu",
      runtime: "python",
      script: "digits-conv",
      settings: [pictures],
      threaded: true,
      mostRounds: 2,
      part: "digits-conv",
    },
    ...inChrome("kernels"),
    { name: "ours, Node", runtime: "ours", script: "on-device", settings: ["webgpu"], threaded: false },
    {
      name: "ours, cpu",
      runtime: "ours",
      script: "on-device",
      settings: ["cpu"],
      threaded: true,
      mostRounds: 2,
    },
  ],
  summarize,
};

/** What computed. */
function summarize(measurements: readonly Measurement[]): string[] {
  const adapters = measurements.flatMap(({ about: { adapter, driver, Chrome } }) =>
    adapter === undefined ? [] : [`Chrome ${Chrome}: ${adapter}, a ${driver} driver.`],
  );
  const devices = measurements
    .filter(({ contestant }) => contestant === "ours, Node")
    .map(({ about }) => `Node: ${about.device}.`);
  return [...new Set([...adapters, ...devices])];
}
