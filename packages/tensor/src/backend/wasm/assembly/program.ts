import { multiplyByteRows, sumByteRows } from "./byte-vectors";
import { convolve, packFilters } from "./convolve";
import { convolveFilters } from "./convolve-filters";
import { addRows, gatherBytes, gatherColumns, gatherRows } from "./gather";
import { runGenerated } from "./generated";
import { multiplyRows, packColumns } from "./matmul";
import { multiplyMatrices } from "./matmul-batch";
import { multiplyRow } from "./matmul-row";
import { poolLargest } from "./pool";
import { argRows, reduceRows, sumColumns } from "./reduce";
import { prepare } from "./scratch";
import { multiplySparseColumns } from "./sparse-columns";
import { multiplySparseRows } from "./sparse-rows";
import { packRows } from "./sparse-pack";

/**
 * A program is a run of instructions in memory, ended by opcode 0. An instruction is a header of five words and then the
 * fields that its kernel reads. Its work is `units` rows, panels or blocks; threads claim them `grain` at a time.
 * `patience` is how many looks at the others' progress, about a nanosecond each, their last chunks should take at most.
 */
@unmanaged
class Instruction {
  opcode: i32;
  units: i32;
  grain: i32;
  bytes: i32;
  patience: i32;
}

const HEADER: usize = 20;

function execute(opcode: i32, fields: usize, from: i32, to: i32): void {
  switch (opcode) {
    case 1: return packColumns(fields, from, to);
    case 2: return multiplyRows(fields, from, to);
    case 3: return packRows(fields, from, to);
    case 4: return multiplySparseRows(fields, from, to);
    case 5: return multiplySparseColumns(fields, from, to);
    case 6: return runGenerated(fields, from, to);
    case 7: return reduceRows(fields, from, to);
    case 8: return sumColumns(fields, from, to);
    case 9: return argRows(fields, from, to);
    case 10: return multiplyRow(fields, from, to);
    case 12: return gatherBytes(fields, from, to);
    case 13: return gatherRows(fields, from, to);
    case 14: return gatherColumns(fields, from, to);
    case 15: return multiplyByteRows(fields, from, to);
    case 16: return sumByteRows(fields, from, to);
    case 17: return multiplyMatrices(fields, from, to);
    case 18: return addRows(fields, from, to);
    case 20: return packFilters(fields, from, to);
    case 21: return convolve(fields, from, to);
    case 22: return convolveFilters(fields, from, to);
    case 23: return poolLargest(fields, from, to);
    default: unreachable();
  }
}

/** What the threads share. Words that many threads write are a cache line apart. */
const EPOCH: usize = 0; // u32: counts the instructions that were shared out
const FINISHED: usize = 64; // u32: units done
const CURRENT: usize = 128; // the instruction shared out
const THREADS: usize = 132; // u32: workers with a lower number may help
const SLEEPERS: usize = 192; // u32: workers in a wait
const LEADER_SLEEPS: usize = 256; // u32: 1 while the leader waits for FINISHED
const FAILED: usize = 260; // u32: 1 once a worker has died of a trap
/** A line for each thread's part: epoch and first chunk that nobody has claimed, changed at once; then its end. */
const PARTS: usize = 320;
const PART_BYTES: usize = 64;
const PART_END: usize = 8;

const SPINS: i32 = 20000;

/**
 * On a machine that is busy with other things a worker may lose its processor in the middle of a chunk and keep everyone
 * waiting for milliseconds. After that the leader works alone for instructions that take about `backoff` nanoseconds,
 * longer each time it happens.
 */
const LEAST_BACKOFF: i32 = 500_000;
const MOST_BACKOFF: i32 = 50_000_000;
let alone: i32 = 0;
let backoff: i32 = LEAST_BACKOFF;
const CLOSED: i64 = 0x7fffffff; // a first unclaimed chunk beyond any instruction's

/** Runs a program on this thread and on the workers with numbers below `threads`, if they are awake. */
export function run(program: usize, control: usize, threads: i32): void {
  store<i32>(control + THREADS, threads);
  for (;;) {
    const instruction = changetype<Instruction>(program);
    const opcode = instruction.opcode;
    if (opcode == 0) return;
    const units = instruction.units;
    if (units <= 0) {
      // Nothing to do: an empty batch, a matrix without columns.
    } else if (threads < 2 || instruction.grain >= units) execute(opcode, program + HEADER, 0, units);
    else if (alone > 0) {
      alone -= timeOf(instruction);
      execute(opcode, program + HEADER, 0, units);
    } else lead(instruction, control, threads);
    program += <usize>instruction.bytes;
  }
}

/** About how many nanoseconds an instruction takes: patience is 20 µs and three times what a chunk takes. */
function timeOf(instruction: Instruction): i32 {
  const chunk = <i64>(instruction.patience - 20_000) / 3;
  return <i32>min<i64>(MOST_BACKOFF, max<i64>(1000, chunk * (instruction.units / instruction.grain)));
}

/**
 * Shares one instruction out: each thread has a part of its chunks, the same of every instruction, so that rows which one
 * thread wrote are the ones it reads next; who is done with its own helps with the others'.
 */
function lead(instruction: Instruction, control: usize, threads: i32): void {
  const units = instruction.units;
  const chunks = (units + instruction.grain - 1) / instruction.grain;
  const epoch = atomic.load<i32>(control + EPOCH) + 1;
  atomic.store<i32>(control + FINISHED, 0);
  store<usize>(control + CURRENT, changetype<usize>(instruction));
  for (let part = 0; part < threads; part++) {
    const address = partOf(control, part);
    store<i32>(address, chunks * (part + 1) / threads, PART_END);
    atomic.store<i64>(address, (<i64>epoch) << 32 | <i64>(chunks * part / threads));
  }
  atomic.store<i32>(control + EPOCH, epoch);
  if (atomic.load<i32>(control + SLEEPERS) > 0) atomic.notify(control + EPOCH, -1);
  help(control, epoch, 0);
  waitFor(instruction, control);
  // Close the parts before the next instruction is laid behind them: the swap of a worker that read a part's word and
  // then slept must fail.
  for (let part = 0; part < threads; part++) {
    atomic.store<i64>(partOf(control, part), (<i64>epoch) << 32 | CLOSED);
  }
}

/** @inline */
function partOf(control: usize, part: i32): usize {
  return control + PARTS + <usize>part * PART_BYTES;
}

/** Waits until all units are done: awake as long as that should take, then asleep. */
function waitFor(instruction: Instruction, control: usize): void {
  const units = instruction.units;
  for (let spin = 0; spin < instruction.patience; spin++) {
    if (atomic.load<i32>(control + FINISHED) == units) {
      backoff = max(LEAST_BACKOFF, backoff - timeOf(instruction) / 16);
      return;
    }
  }
  alone = backoff;
  backoff = min(MOST_BACKOFF, backoff * 2);
  atomic.store<i32>(control + LEADER_SLEEPS, 1);
  for (;;) {
    const finished = atomic.load<i32>(control + FINISHED);
    if (finished == units) break;
    if (atomic.load<i32>(control + FAILED)) unreachable();
    atomic.wait<i32>(control + FINISHED, finished, 1_000_000);
  }
  atomic.store<i32>(control + LEADER_SLEEPS, 0);
}

/** Does chunks of the instruction shared out as `epoch`, its own part first, until none is left. */
function help(control: usize, epoch: i32, number: i32): void {
  const threads = load<i32>(control + THREADS);
  for (let turn = 0; turn < threads; turn++) {
    claim(control, epoch, (number + turn) % threads);
  }
}

/**
 * Claims and does chunks of one part. The claim swaps epoch and chunk together, so that a thread that slept through an
 * instruction cannot take chunks of the next for its own.
 */
function claim(control: usize, epoch: i32, part: i32): void {
  const address = partOf(control, part);
  for (;;) {
    const word = atomic.load<i64>(address);
    const chunk = <i32>word;
    if (<i32>(word >> 32) != epoch || chunk >= load<i32>(address, PART_END)) return;
    if (atomic.cmpxchg<i64>(address, word, word + 1) != word) continue;
    // From here until these units count as finished the instruction stays; before, it may have been anything.
    const instruction = changetype<Instruction>(load<usize>(control + CURRENT));
    const units = instruction.units;
    const from = chunk * instruction.grain;
    const to = min(units, from + instruction.grain);
    execute(instruction.opcode, changetype<usize>(instruction) + HEADER, from, to);
    const finished = atomic.add<i32>(control + FINISHED, to - from) + (to - from);
    if (finished == units && atomic.load<i32>(control + LEADER_SLEEPS) != 0) atomic.notify(control + FINISHED, 1);
  }
}

/** A worker's life: wait for an instruction, help with it, again. It ends with its thread. */
export function serve(control: usize, threadScratch: usize, number: i32): void {
  prepare(threadScratch);
  let epoch = atomic.load<i32>(control + EPOCH) - 1;
  for (;;) {
    let seen = atomic.load<i32>(control + EPOCH);
    for (let spin = 0; seen == epoch && spin < SPINS; spin++) seen = atomic.load<i32>(control + EPOCH);
    while (seen == epoch) {
      atomic.add<i32>(control + SLEEPERS, 1);
      atomic.wait<i32>(control + EPOCH, epoch, -1);
      atomic.sub<i32>(control + SLEEPERS, 1);
      seen = atomic.load<i32>(control + EPOCH);
    }
    epoch = seen;
    if (number < load<i32>(control + THREADS)) help(control, epoch, number);
  }
}
