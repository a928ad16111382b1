import { type DType, fromData, isFloat, type Tensor } from "@mnist/tensor";
import { type Attribute, elementCodes, type Initializer, type Node } from "./model-proto.js";

/** Size of an axis; null where it depends on the batch. */
export type Size = number | null;

/** A tensor of the graph under construction. */
export interface Value {
  readonly name: string;
  readonly type: DType;
  readonly sizes: readonly Size[];
}

/** The nodes and stored tensors of a graph under construction. */
export class Graph {
  readonly nodes: Node[] = [];
  /** The module that is being written, which names its nodes. */
  scope = "";
  readonly #taken = new Set<string>();
  readonly #held = new Map<Tensor, string>();
  readonly #integers = new Map<string, Initializer>();
  #batch: string | null = null;

  /** `named` are the parameters and buffers, `firstInput` is the value whose first axis is the batch. */
  constructor(
    readonly named: ReadonlyMap<Tensor, string>,
    readonly firstInput: string,
    taken: Iterable<string>,
  ) {
    for (const name of [...named.values(), ...taken]) this.#taken.add(name);
  }

  #unique(name: string): string {
    let unique = name;
    for (let number = 1; this.#taken.has(unique); number++) unique = `${name}_${number}`;
    this.#taken.add(unique);
    return unique;
  }

  /** Adds a node; answers its outputs' names. */
  outputs(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number,
  ): string[] {
    const name = this.#unique(this.scope === "" ? operator : `${this.scope}.${operator}`);
    const outputs = Array.from({ length: count }, (_, i) => this.#unique(`${name}:${i}`));
    this.nodes.push({ name, operator, inputs, outputs, attributes });
    return outputs;
  }

  /** Adds a node with one output; answers that one's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    return this.outputs(operator, inputs, attributes, 1)[0]!;
  }

  /** A parameter, a buffer or another tensor that the file is to hold. */
  held(tensor: Tensor): string {
    let name = this.#held.get(tensor);
    if (name === undefined) {
      name =
        this.named.get(tensor) ?? this.#unique(this.scope === "" ? "constant" : `${this.scope}.constant`);
      this.#held.set(tensor, name);
    }
    return name;
  }

  /** A number that the file is to hold. */
  scalar(value: number, type: DType): string {
    return this.held(fromData([value], [], { dtype: type }));
  }

  /** Sizes, axes or positions, as a list or alone. */
  integers(values: number | readonly number[]): string {
    const list = typeof values === "number" ? [values] : values;
    const key = JSON.stringify(values);
    let initializer = this.#integers.get(key);
    if (initializer === undefined) {
      const data = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
      const shape = typeof values === "number" ? [] : [list.length];
      initializer = { name: this.#unique(`int64 ${key}`), type: "int64", shape, data };
      this.#integers.set(key, initializer);
    }
    return initializer.name;
  }

  /** The batch's size as a list of one. */
  batch(): string {
    this.#batch ??= this.node("Slice", [
      this.node("Shape", [this.firstInput]),
      this.integers([0]),
      this.integers([1]),
    ]);
    return this.#batch;
  }

  /** A number that grows with the batch. */
  timesBatch(perSample: number, type: DType): string {
    const batch = this.node("Squeeze", [this.batch()]);
    return this.node("Mul", [
      this.node("Cast", [batch], { to: elementCodes[type] }),
      this.scalar(perSample, type),
    ]);
  }

  /** A value in another element type. */
  cast({ name, type }: Pick<Value, "name" | "type">, to: DType): string {
    if (type === to) return name;
    // What is outside of bytes wraps around, which ONNX leaves open.
    const isWrapped = to === "uint8" && isFloat(type);
    const from = isWrapped
      ? this.node("Mod", [this.cast({ name, type }, "int32"), this.scalar(256, "int32")])
      : name;
    return this.node("Cast", [from], { to: elementCodes[to] });
  }

  /** All that the file is to hold. */
  async initializers(): Promise<Initializer[]> {
    const read = [...this.#held].map(async ([tensor, name]): Promise<Initializer> => {
      const values = await tensor.detach().contiguous().data();
      const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      return { name, type: tensor.dtype, shape: tensor.shape, data };
    });
    return [...(await Promise.all(read)), ...this.#integers.values()];
  }
}
