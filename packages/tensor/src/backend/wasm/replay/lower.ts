import type { Executable } from "../../../compile/executable.js";
import { constantsOf, planMemory } from "../../../compile/plan.js";
import { type Group, hiddenIn, schedule } from "../../../compile/schedule.js";
import { type Call, type Trace, whole } from "../../../compile/trace.js";
import type { Tensor } from "../../../tensor.js";
import { elements } from "../../cpu/cpu-storage.js";
import { checkPlaces } from "../../cpu/gather.js";
import type { Storage } from "../../device.js";
import type { Residence } from "../engine/residence.js";
import type { Instruction } from "../kernels/instructions.js";
import type { SparseRows } from "../kernels/sparse-matmul.js";
import { type ByteRows, findByteRows, isReadInPlace, lowerByteRows, sparseRowsOf } from "./byte-rows.js";
import { isChainable, lowerChain } from "./lower-chain.js";
import { convolutionScratchOf, lowerConvolution, lowerPooling } from "./lower-convolution.js";
import { lowerGather } from "./lower-gather.js";
import { lowerLine } from "./lower-line.js";
import { isProduct, lowerProduct, productScratch } from "./lower-matmul.js";
import { lowerMoves } from "./lower-moves.js";
import { lowerArgReduce, lowerReduce, reduceScratch } from "./lower-reduce.js";
import { Places } from "./places.js";
import { type Piece, replaying, type Work } from "./replay.js";

/** Share of zeros from which on leaving them out pays. */
const mostlyZero = 0.6;

/** Turns a trace into instructions for the kernels; what they do not have is done by the JavaScript kernels in between. */
export function lower(trace: Trace, residence: Residence): Executable {
  const batches = findByteRows(trace);
  const absorbed = new Set(batches.flatMap(({ calls }) => calls));
  const constants = new Set(constantsOf(trace));
  const working = trace.calls.filter((call) => !constants.has(call));
  const groups = withBatches(
    schedule(working, (call, others) => !absorbed.has(call) && isChainable(call, others)),
    batches,
  );
  const inPlaceReads = new Set(
    batches.filter((batch) => isReadInPlace(batch, trace)).map(({ output }) => output.storage),
  );
  const hidden = hiddenIn(groups, trace);
  for (const { calls } of batches) for (const call of calls.slice(0, -1)) hidden.add(call.output.storage);
  for (const storage of inPlaceReads) hidden.add(storage);
  const { heap } = residence.kernels;
  const leased: number[] = [];
  try {
    const lease = (bytes: number): number => {
      leased.push(heap.allocate(bytes));
      return leased.at(-1)!;
    };
    return new Lowering(trace, residence, groups, batches, hidden, inPlaceReads, lease).executable();
  } catch (error) {
    for (const address of leased) heap.release(address);
    throw error;
  }
}

/** A batch's calls as one group, where the last of them stood. */
function withBatches(groups: readonly Group[], batches: readonly ByteRows[]): Group[] {
  const byLast = new Map(batches.map((batch) => [batch.calls.at(-1)!, batch]));
  const absorbed = new Set(batches.flatMap(({ calls }) => calls));
  return groups.flatMap((group) => {
    const call = group.calls[0]!;
    const batch = group.calls.length === 1 ? byLast.get(call) : undefined;
    if (batch !== undefined) return [{ calls: [...batch.calls], fused: false }];
    return absorbed.has(call) ? [] : [group];
  });
}

class Lowering {
  readonly #places: Places;
  readonly #base: number;
  readonly #scratch: number;
  readonly #pieces: Piece[] = [];
  readonly #notes: string[] = [];
  #pending: Instruction[] = [];

  constructor(
    readonly trace: Trace,
    readonly residence: Residence,
    readonly groups: readonly Group[],
    readonly batches: readonly ByteRows[],
    readonly hidden: ReadonlySet<Storage>,
    readonly inPlaceReads: ReadonlySet<Storage>,
    /** Takes a part of the heap. */
    lease: (bytes: number) => number,
  ) {
    const plan = planMemory(trace, groups, hidden);
    this.#base = lease(plan.bytes);
    const products = trace.calls
      .filter(isProduct)
      .map(({ inputs, output }) => ({ left: inputs[0]!, right: inputs[1]!, output }));
    const others = trace.calls.map((call) => convolutionScratchOf(call) ?? reduceScratch(call));
    this.#scratch = lease(Math.max(64, ...products.map(productScratch), ...others));
    this.#places = new Places(residence, plan, this.#base);
    for (const { left, output } of products) {
      const isOfRows = inPlaceReads.has(left.storage) && left.strides[0] !== 1; // whose results lie row by row
      if (output.ndim === 2 && !isOfRows && this.#isReadTurned(output)) this.#places.turn(output);
    }
    for (const group of groups) this.#lowerGroup(group);
    this.#flush();
  }

  /** A matrix that every reader sees transposed is better kept that way. */
  #isReadTurned(matrix: Tensor): boolean {
    const { storage, shape } = matrix;
    const [rows, columns] = shape as [number, number];
    if (rows < 2 || columns < 2 || this.trace.outputs.some((output) => output.storage === storage))
      return false;
    const views = this.trace.calls
      .flatMap((call) => [...call.inputs, call.output])
      .filter((view) => view.storage === storage && view !== matrix);
    const readers = this.trace.calls.filter((call) => call.inputs.some((input) => input.storage === storage));
    const transposed = views.every(
      (view) =>
        view.strides.length === 2 &&
        view.strides[0] === 1 &&
        view.strides[1] === columns &&
        view.numel() === rows * columns,
    );
    return views.length > 0 && transposed && readers.every((call) => isChainable(call) || isProduct(call));
  }

  #lowerGroup(group: Group): void {
    const instructions = this.#instructionsOf(group);
    if (instructions !== null) {
      this.#pending.push(...instructions);
      const names = group.calls.map((call) => call.primitive.name).join(" ");
      this.#notes.push(group.fused && group.calls.length > 1 ? `chain of ${names}` : names);
      return;
    }
    for (const call of group.calls) {
      this.#flush();
      this.#pieces.push({ work: this.#workOf(call) });
      this.#notes.push(`${call.primitive.name} in JavaScript`);
    }
  }

  #instructionsOf(group: Group): Instruction[] | null {
    const call = group.calls[0]!;
    const batch = this.batches.find(({ calls }) => calls[0] === call);
    if (batch !== undefined) return this.#lowerBatch(batch);
    if (group.fused) {
      const views = (tensor: Tensor) => this.#places.view(tensor);
      return [lowerChain(this.residence.kernels, group.calls, this.hidden, views)];
    }
    if (isProduct(call)) {
      const [left, right] = call.inputs as [Tensor, Tensor];
      return lowerProduct({ left, right, output: call.output }, this.#places, this.#scratch, (tensor) =>
        this.#sparse(tensor),
      );
    }
    const gathering = lowerGather(call, this.#places);
    if (gathering !== null) {
      this.#check(call.primitive.name, gathering.index, gathering.count);
      return [...gathering.instructions];
    }
    const views = (tensor: Tensor) => this.#places.view(tensor);
    return (
      lowerLine(this.residence.kernels, call, views) ??
      lowerReduce(call, this.#places, this.#scratch) ??
      lowerArgReduce(call, this.#places) ??
      lowerConvolution(call, views, this.#scratch) ??
      lowerPooling(call, views) ??
      lowerMoves(this.residence.kernels, call, views)
    );
  }

  #lowerBatch(batch: ByteRows): Instruction[] {
    this.#check("gather", batch.index, batch.bytes.shape[0]!);
    return this.inPlaceReads.has(batch.output.storage) ? [] : [lowerByteRows(batch, this.#places)];
  }

  /** Puts a look at an index before what follows. One that the step has not made was looked at when it was given. */
  #check(operation: string, index: Tensor, count: number): void {
    if (!this.trace.calls.some((call) => call.output.storage === index.storage)) return;
    this.#flush();
    const inside = this.#places.tensor(index);
    this.#pieces.push({ work: () => checkPlaces(operation, inside, count) });
  }

  #sparse(tensor: Tensor): SparseRows | null {
    const batch = this.batches.find(({ output }) => output.storage === tensor.storage);
    if (batch !== undefined && this.inPlaceReads.has(tensor.storage))
      return sparseRowsOf(batch, this.#places);
    const input = this.trace.inputs.findIndex(({ storage }) => storage === tensor.storage);
    if (input < 0 || !hasManyZeros(this.trace.samples[input]!)) return null;
    const rowStride = Math.max(...tensor.strides);
    return Math.min(...tensor.strides) === 1
      ? { address: this.#places.view(tensor).address, rowStride, index: 0, scale: null }
      : null;
  }

  #flush(): void {
    if (this.#pending.length > 0)
      this.#pieces.push({ program: this.residence.kernels.program(this.#pending) });
    this.#pending = [];
  }

  #workOf(call: Call): Work {
    const { primitive, attributes, output } = call;
    const inputs = call.inputs.map((input) => this.#places.tensor(input));
    const target = this.#places.tensor(output);
    const place = this.trace.places.get(call);
    return (now) =>
      primitive.run(output.device, inputs, place === undefined ? attributes : now[place], target);
  }

  executable(): Executable {
    const { trace } = this;
    const { buffers, bytes } = this.#places.plan;
    const outside = [...buffers.values()]
      .filter(({ role }) => role === "outside")
      .map(({ storage }) => storage);
    const constants = constantsOf(trace).filter(({ output }) => buffers.has(output.storage));
    return replaying({
      pieces: this.#pieces,
      constants: constants.map((call) => ({
        place: trace.places.get(call)!,
        target: this.#places.tensor(call.output),
      })),
      targets: trace.inputs.map(({ storage }) =>
        buffers.has(storage) ? this.#places.tensor(whole(storage)) : null,
      ),
      results: trace.outputs.map((output) => this.#places.tensor(output)),
      outside,
      fixed: this.batches.flatMap(({ divided }) => divided ?? []),
      notes: this.#notes,
      bytes,
      heap: this.residence.kernels.heap,
      addresses: [this.#base, this.#scratch],
    });
  }
}

function hasManyZeros(tensor: Tensor): boolean {
  const values = elements(tensor);
  let zeros = 0;
  for (let i = 0; i < tensor.numel(); i++) if (values[tensor.offset + i] === 0) zeros++;
  return zeros > mostlyZero * tensor.numel();
}
