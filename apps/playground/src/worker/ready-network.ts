import { type Calibration, recipes } from "@mnist/learner";
import { type Tensor, tensor } from "@mnist/tensor";
import type { Slot } from "./run-settings.js";
import type { Session } from "./session.js";

/** How a tensor lies in the file: rounded to whole numbers with a scale for each row, or as float32. */
interface Packed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly at: number;
  readonly scales: readonly number[] | null;
}

export interface PackedNetwork {
  readonly recipe: keyof typeof recipes;
  readonly hidden: number;
  readonly dataset: string;
  readonly seed: number;
  /** Share of the set's own test pictures read right by the rounded weights. */
  readonly accuracy: number;
  readonly calibration: Calibration | null;
  readonly tensors: readonly Packed[];
}

async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = new Blob([new Uint8Array(bytes)]).stream();
  return new Uint8Array(
    await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
}

/** Takes over a network that the page's build has trained and packed. */
export async function takeReady(session: Session, slot: Slot, bytes: Uint8Array): Promise<null> {
  const plain = await unpacked(bytes);
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const length = view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(plain.subarray(4, 4 + length))) as PackedNetwork;
  const body = 4 + length;
  const values = ({ shape, at, scales }: Packed): Tensor => {
    const count = shape.reduce((product, side) => product * side, 1);
    const row = count / Math.max(scales?.length ?? 1, 1);
    const numbers = Float32Array.from({ length: count }, (_, i) =>
      scales === null
        ? view.getFloat32(body + at + 4 * i, true)
        : view.getInt8(body + at + i) * scales[Math.floor(i / row)]!,
    );
    return tensor(numbers).view([...shape]);
  };
  const recipe = recipes[head.recipe];
  const settings = { ...recipe.defaults, hidden: head.hidden };
  const model = recipe.model(settings);
  model.loadStateDict(Object.fromEntries(head.tensors.map((packed) => [packed.name, values(packed)])));
  model.eval();
  const { dataset, seed, accuracy, calibration } = head;
  session.networks.set(slot, {
    trained: {
      recipe,
      settings,
      model,
      about: { dataset, seed, accuracy },
      ...(calibration && { calibration }),
    },
    settings: null,
    learner: null,
    isTrained: true,
    isReady: true,
    start: null,
    checked: null,
  });
  return null;
}
