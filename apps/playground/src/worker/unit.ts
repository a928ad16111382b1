import { noGrad } from "@mnist/autograd";
import { breathe } from "@mnist/learner";
import { BatchNorm2d, Conv2d, Linear } from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import { pictureAt } from "./check.js";
import { floats, inputOf, inUse, layersOf, learningLayers } from "./network.js";
import type { UnitLook } from "./protocol.js";
import type { Slot } from "./run-settings.js";
import type { Session } from "./session.js";

const batchSize = 250;
const mostAwake = 12;

/** What wakes a unit most of the pictures checked last, and what it adds to each class's score. */
export async function lookAtUnit(
  session: Session,
  slot: Slot,
  layer: number,
  unit: number,
): Promise<UnitLook | null> {
  const network = session.networks.get(slot);
  if (!network?.checked) return null;
  const { trained, checked } = network;
  const { images } = checked;
  const all = layersOf(trained.model);
  const target = learningLayers(trained.model)[layer];
  if (target === undefined) return null;
  const end = all.indexOf(target) + 1;
  const reach = all.slice(end).findIndex((each) => !(each instanceof BatchNorm2d)) + end + 1;
  const strengths = new Float32Array(images.labels.length);
  for (let start = 0; start < strengths.length; start += batchSize) {
    const pixels = images.images.subarray(start * 784, (start + batchSize) * 784);
    const answers = inUse(trained.model, () =>
      noGrad(() => {
        const after = all.slice(0, reach).reduce((x, each): Tensor => each(x), inputOf(trained, pixels));
        const own = after.select(1, unit);
        return target instanceof Conv2d ? own.flatten(1).max(1).values : own;
      }),
    );
    strengths.set(await floats(answers), start);
    await breathe();
  }
  const awake = [...strengths.keys()].sort((a, b) => strengths[b]! - strengths[a]!).slice(0, mostAwake);
  const next = learningLayers(trained.model)[layer + 1];
  const isBeforeScores =
    next instanceof Linear && target instanceof Linear && next === learningLayers(trained.model).at(-1);
  return {
    awake: awake.map((index) => ({ ...pictureAt(checked, index), strength: strengths[index]! })),
    adds: isBeforeScores ? await floats(next.weight.detach().select(1, unit)) : null,
  };
}
