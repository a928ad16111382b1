import { compile, manualSeed, randn, type Tensor } from "@mnist/tensor";
import { timed } from "./timing.js";

interface Case {
  readonly name: string;
  readonly step: (x: Tensor) => Tensor;
  readonly input: Tensor;
}

/**
 * Products of square matrices of these sizes, softmax and sort, recorded, on the default device. A round ends when a
 * result has been read; `runs` lie between two reads, so that reading counts for little where a run is short.
 */
export function kernelRound(sizes: readonly number[], runs: number): () => Promise<Record<string, number>> {
  manualSeed(1);
  const cases: Case[] = [
    ...sizes.map((size): Case => {
      const right = randn([size, size]);
      return { name: `${size}³`, step: (x) => x.matmul(right), input: randn([size, size]) };
    }),
    { name: "softmax 4096 × 1000", step: (x) => x.softmax(1), input: randn([4096, 1000]) },
    { name: "sort 4 × 1000", step: (x) => x.sort(1).values, input: randn([4, 1000]) },
  ];
  const compiled = cases.map(({ name, step, input }) => {
    const run = compile((x) => [step(x!)]);
    const last = async (): Promise<void> => {
      for (let i = 1; i < runs; i++) run(input)[0]![Symbol.dispose]();
      const [result] = run(input);
      await result!.flatten().slice(0, 0, 1).data();
      result![Symbol.dispose]();
    };
    return { name, last };
  });
  return async () => {
    const figures: Record<string, number> = {};
    for (const { name, last } of compiled) figures[name] = (await timed(last)) / runs;
    return figures;
  };
}
