import type { DeferredStorage, Device, Storage, StorageOwner } from "../backend/device.js";
import { apart, perform, performInto } from "../dispatch.js";
import { DeviceError } from "../errors.js";
import type { Interceptor } from "../interceptor.js";
import { rowMajorStrides } from "../layout.js";
import { gather, scatterAdd } from "../ops/indexing.js";
import type { KernelPrimitive, Primitive } from "../ops/primitive.js";
import { Tensor } from "../tensor.js";
import { Departure } from "./departure.js";
import type { Ending } from "./ending.js";
import { copied, find, given, isHandedOver, type Junction, type Node, type Operand } from "./path.js";

/**
 * One run of a step's function. As long as its calls are those of a recording, none is done: what they make are tensors
 * whose memory is deferred. At the first call that differs, or a look at a value that is not there yet, the calls so far
 * are done, and from then on each as it comes.
 */
export class StepRun implements Interceptor, StorageOwner {
  /** What the function is called with: the arguments as tensors of their own, so that each is known from all others. */
  readonly arguments: readonly Tensor[];
  /** By number: the arguments, then what each call made. */
  values: Tensor[];
  /** The calls so far. */
  readonly path: Node[] = [];
  attributes: unknown[] = [];
  inputs: (readonly Tensor[])[] = [];
  #destinations: (Tensor | null)[] = [];
  /** Of values that `keep` was called with. */
  readonly kept: Storage[] = [];
  /** Why this run cannot be recorded. */
  refusal: string | null = null;
  /** What this run was recorded as, or followed to. */
  ending: Ending | null = null;
  #at: Junction;
  #departure: Departure | null = null;
  #isOver = false;

  constructor(
    start: Junction,
    readonly device: Device,
    given: readonly Tensor[],
  ) {
    this.#at = start;
    this.arguments = given.map(
      ({ storage, shape, strides, offset }) => new Tensor(storage, shape, strides, offset),
    );
    this.values = [...this.arguments];
    if (start.next.length === 0) this.#depart();
  }

  /** Whether no call has been done yet, as all were known. */
  get isFollowing(): boolean {
    return this.#departure === null;
  }

  /** Where the recordings that it has followed end or go on. */
  get at(): Junction {
    return this.#at;
  }

  make<A>(primitive: Primitive<string, A>, inputs: readonly Tensor[], attributes: A): Tensor {
    if (this.#departure === null) this.#lookAt(primitive, inputs, attributes);
    const node = this.#follow(primitive, inputs, attributes, null);
    if (node === null) return this.#doMake(primitive, inputs, attributes);
    const { shape, strides, offset, dtype, length } = node.output!;
    if (primitive.kind === "view") {
      const input = inputs[0]!;
      return this.#noteMade(new Tensor(input.storage, shape, strides, input.offset + offset, "view"));
    }
    if (node.isHandedOver) return this.#noteMade(perform(primitive, inputs, attributes));
    const storage = this.device.defer!(dtype, length, this);
    return this.#noteMade(new Tensor(storage, shape, strides, 0, "fresh"));
  }

  change<A>(
    destination: Tensor,
    primitive: KernelPrimitive<string, A>,
    inputs: readonly Tensor[],
    attributes: A,
  ): void {
    const { storage } = destination;
    for (let i = 0; i < this.arguments.length; i++)
      if (this.arguments[i]!.storage === storage) this.#refuse("the step changes one of its arguments");
    if (this.#follow(primitive, inputs, attributes, destination) !== null) return;
    this.#remember(storage);
    performInto(destination, primitive, inputs, attributes);
    this.#note(primitive as unknown as Primitive, inputs, attributes, destination, null);
  }

  given(tensor: Tensor): void {
    const attributes = { shape: tensor.shape, dtype: tensor.dtype, device: tensor.device };
    const node = this.#follow(given, [], attributes, null);
    if (node !== null) this.#noteMade(tensor);
    else this.#note(given as unknown as Primitive, [], attributes, null, tensor);
  }

  read({ storage }: Tensor): void {
    if (this.#hasTouched(storage))
      this.#refuse(
        "the step reads a value that it has made or changed, on which what it does next may depend",
      );
  }

  keep(tensor: Tensor): void {
    if (this.#departure === null || !this.#takesBack(tensor)) this.kept.push(tensor.storage);
  }

  touched(storage: DeferredStorage): void {
    if (!this.#isOver) {
      if (this.#departure === null) this.#refuse("the step reads a value that it has made");
      return;
    }
    if (!storage.isFilled) {
      throw new DeviceError({
        operation: "data",
        got: "a tensor that a compiled step made on its way, which was not computed apart from the step's results",
        expected: "one that the step returned",
        hint: "Try returning it, calling keep(tensor) inside the step, or reading it there.",
      });
    }
    storage.owner = null;
    this.ending?.refuse("a tensor that it makes on its way is used after it");
  }

  /** Does all calls that were only followed. */
  depart(): void {
    if (this.#departure === null) this.#depart();
  }

  /** The number of the value for which a storage was made; undefined where it is from outside. */
  numberOf(storage: Storage): number | undefined {
    if (this.#departure !== null) return this.#departure.numberOf(storage);
    for (let i = this.arguments.length; i < this.values.length; i++) {
      const value = this.values[i]!;
      if (value.storage === storage && !value.isView) return i;
    }
    return undefined;
  }

  /** The numbers of values that were handed over and changed since. */
  changedOfHandedOver(): number[] {
    const changed = this.#destinations.flatMap((each) => (each && this.numberOf(each.storage)) ?? []);
    const handed = this.path.filter(({ isHandedOver }) => isHandedOver).map(({ number }) => number);
    return handed.filter((number) => changed.includes(number));
  }

  /** Ends the run: from now on, whoever asks for what it made and did not hand out is told so. */
  close(): void {
    this.#isOver = true;
    this.values = this.attributes = this.inputs = this.#destinations = [];
    this.#departure = null;
  }

  /** Gives all that the run changed outside itself the values it had before. */
  undo(): void {
    this.#departure?.undo();
  }

  /**
   * Refuses an index as the kernels would, where it is there already: nobody looks at it again before they read by it, and
   * whoever called hears of it, not whoever has the calls done at the end.
   */
  #lookAt(primitive: Primitive<string, never>, inputs: readonly Tensor[], attributes: unknown): void {
    if (primitive !== (gather as unknown) && primitive !== (scatterAdd as unknown)) return;
    const [input, index] = inputs as readonly [Tensor, Tensor];
    if (this.#hasTouched(index.storage)) return;
    const { dim } = attributes as { readonly dim: number };
    this.device.checkPlaces?.(primitive.name, index, input.shape[dim]!);
  }

  #refuse(reason: string): void {
    this.refusal ??= reason;
    this.depart();
  }

  #follow(
    primitive: Primitive<string, never>,
    inputs: readonly Tensor[],
    attributes: unknown,
    destination: Tensor | null,
  ): Node | null {
    if (this.#departure !== null) return null;
    const node = find(this.#at, primitive, inputs, attributes, destination, this.values, this.device);
    if (node === null) {
      this.#depart();
      return null;
    }
    this.#at = node;
    this.#append(node, inputs, attributes, destination);
    return node;
  }

  #append(node: Node, inputs: readonly Tensor[], attributes: unknown, destination: Tensor | null): void {
    this.path.push(node);
    this.inputs.push(inputs);
    this.attributes.push(attributes);
    this.#destinations.push(destination);
  }

  #noteMade(tensor: Tensor): Tensor {
    this.values.push(tensor);
    return tensor;
  }

  #depart(): void {
    const departure = new Departure();
    this.#departure = departure;
    let number = this.arguments.length;
    this.values.forEach((value, i) => void departure.add(value, i, false));
    this.path.forEach((node, i) => {
      const { primitive } = node;
      const [inputs, destination] = [this.inputs[i]!, this.#destinations[i]!];
      const output = destination ?? this.values[number++]!;
      if (destination === null && primitive.kind !== "view") departure.add(output, number - 1, true);
      if (primitive.kind === "view" || node.isHandedOver) return;
      if (destination === null) (output.storage as DeferredStorage).fill();
      else this.#remember(destination.storage);
      const operands = destination === null ? inputs : apart(inputs, destination);
      primitive.run(this.device, operands, this.attributes[i] as never, output);
    });
  }

  #doMake<A>(primitive: Primitive<string, A>, inputs: readonly Tensor[], attributes: A): Tensor {
    const output = perform(primitive, inputs, attributes, (device, { shape, dtype }, operation) => {
      if (device !== this.device) this.refusal ??= `${operation} is done on ${device.name}, another device`;
      const length = shape.reduce((product, size) => product * size, 1);
      const storage = device.defer?.(dtype, length, this) ?? device.allocate(dtype, length, operation);
      (storage as Partial<DeferredStorage>).fill?.();
      return new Tensor(storage, shape, rowMajorStrides(shape), storage.start, "fresh");
    });
    this.#note(primitive as unknown as Primitive, inputs, attributes, null, output);
    return output;
  }

  /** Puts a call at the end of a path of its own, which becomes part of the recordings when it is complete. */
  #note(
    primitive: Primitive,
    inputs: readonly Tensor[],
    attributes: unknown,
    destination: Tensor | null,
    made: Tensor | null,
  ): void {
    if (this.refusal !== null) return;
    const offset = primitive.kind === "view" ? made!.offset - inputs[0]!.offset : 0;
    const node: Node = {
      parent: this.path.at(-1) ?? this.#at,
      next: [],
      endings: [],
      primitive: primitive as unknown as Primitive<string, unknown>,
      inputs: inputs.map((input) => this.#operandOf(input)),
      destination: destination && this.#operandOf(destination),
      attributes: copied(attributes),
      output: made && {
        shape: [...made.shape],
        strides: [...made.strides],
        offset,
        dtype: made.dtype,
        length: made.numel(),
      },
      number: made === null ? -1 : this.values.length,
      isHandedOver: isHandedOver(primitive),
      isFixed: false,
    };
    this.#append(node, inputs, attributes, destination);
    if (made === null) return;
    this.#departure?.add(made, this.values.length, primitive.kind !== "view");
    this.values.push(made);
  }

  /** Takes a tensor of values from JavaScript for one from outside, if it is kept as soon as it is made: the next run finds it there. */
  #takesBack(tensor: Tensor): boolean {
    if (this.path.at(-1)?.primitive !== (given as unknown) || this.values.at(-1) !== tensor) return false;
    for (const each of [this.path, this.inputs, this.attributes, this.#destinations, this.values]) each.pop();
    this.#departure?.forget(tensor);
    return true;
  }

  #operandOf(tensor: Tensor): Operand {
    const operand = this.#departure!.operandOf(tensor);
    if (operand === null) this.refusal ??= "it makes tensors by other means than operations";
    return operand ?? tensor;
  }

  /** Keeps what a storage from outside, or one that a replay is handed, holds before it is changed. */
  #remember(storage: Storage): void {
    const number = this.numberOf(storage);
    if (this.refusal === null && (number === undefined || this.#isHandedOver(number)))
      this.#departure!.remember(storage);
  }

  /** Whether the step has made or changed what a storage holds. */
  #hasTouched(storage: Storage): boolean {
    const number = this.numberOf(storage);
    const isMade = number !== undefined && !this.#isHandedOver(number);
    return isMade || this.#destinations.some((destination) => destination?.storage === storage);
  }

  /** Whether a value comes with each run. */
  #isHandedOver(number: number): boolean {
    return this.path.some((node) => node.number === number && node.isHandedOver);
  }
}
