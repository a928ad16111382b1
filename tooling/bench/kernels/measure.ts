import { type Binary, binaryOf } from "../../../packages/tensor/src/backend/wasm/binary.js";

/** The builds that this engine runs. */
export function builds(): Binary[] {
  return (["relaxed-simd", "simd"] as const).map(binaryOf).filter((binary) => binary !== null);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** Milliseconds of each run, in turn, round after round, so that a busy machine slows all of them alike. */
export async function interleave(
  runs: Record<string, () => void>,
  rounds: number,
): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  for (const [name, run] of Object.entries(runs)) {
    run();
    times[name] = [];
  }
  await new Promise((resolve) => setTimeout(resolve, 300)); // the optimising compiler works in the background
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      run();
      times[name]!.push(performance.now() - start);
    }
  }
  return times;
}

export function table(times: Record<string, number[]>, unit: string): void {
  const width = Math.max(...Object.keys(times).map((name) => name.length));
  for (const [name, values] of Object.entries(times)) {
    const [low, middle] = [Math.min(...values), median(values)].map((value) => value.toFixed(1).padStart(8));
    console.log(
      `${name.padEnd(width)}  median ${middle} ${unit}  best ${low} ${unit}  (${values.length} rounds)`,
    );
  }
}
