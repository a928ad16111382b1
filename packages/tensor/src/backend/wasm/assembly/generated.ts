/**
 * Kernels that were made for a step while the program was running: functions in the table, and for threads that don't have
 * them yet, their modules in memory.
 */

/** Fills the table up to a kernel whose record this is; see generated.ts in engine/. */
@external("env", "learn")
declare function learn(record: usize): void;

/** Kernels with lower numbers are in this thread's table. */
let known: i32 = 0;

@unmanaged
class Generated {
  /** Its place in the table, counted from the first generated kernel. */
  index: i32;
  /** Where it is in memory. */
  record: usize;
}

/** Calls a generated kernel with the fields behind these. */
export function runGenerated(pointer: usize, from: i32, to: i32): void {
  const job = changetype<Generated>(pointer);
  if (job.index >= known) {
    learn(job.record);
    known = job.index + 1;
  }
  call_indirect<void>(job.index, pointer + offsetof<Generated>(), from, to);
}
