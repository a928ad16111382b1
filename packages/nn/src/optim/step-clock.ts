import { fromData, keep, type Tensor } from "@mnist/tensor";

/** Numbers by name that a step multiplies tensors with: the learning rate, bias corrections. */
export type StepNumbers = Readonly<Record<string, number>>;

/**
 * How many steps some parameters have taken, and the numbers of the step under way as tensors of shape []. The tensors
 * are made once and filled anew when a number changes, so that a recorded step that is replayed sees the change.
 */
export class StepClock {
  step = 0;
  #numbers: StepNumbers = {};
  readonly #tensors = new Map<string, { readonly name: string; readonly tensor: Tensor }>();

  /** Takes over the numbers of a step; tensors whose number is the same are left alone. */
  write(numbers: StepNumbers): void {
    const before = this.#numbers;
    this.#numbers = numbers;
    for (const { name, tensor } of this.#tensors.values()) {
      const value = numbers[name] ?? 0;
      if (value !== before[name]) tensor.fill_(value);
    }
  }

  /** A number as a tensor that can be combined with `like`. */
  tensor(name: string, like: Tensor): Tensor {
    const key = `${name} ${like.dtype} ${like.device.name}`;
    const kept = this.#tensors.get(key);
    if (kept?.tensor.device === like.device) return kept.tensor;
    // Not by an operation: a recording would take the number for one of its own constants.
    const { dtype, device } = like;
    const tensor = keep(fromData([this.#numbers[name] ?? 0], [], { dtype, device }));
    this.#tensors.set(key, { name, tensor });
    return tensor;
  }
}
