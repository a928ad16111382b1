import { compile, manualSeed, randn, setDefaultDevice, type Tensor } from "@mnist/tensor";
import { chooseDevice } from "./choose-device.js";
import { serve, timed } from "./serve.js";

/** Products, softmax and sort, recorded, on a device: on-device webgpu|cpu. A round ends when a result has been read. */
const device = await chooseDevice(process.argv[2] ?? "cpu");
setDefaultDevice(device.tensors);
manualSeed(1);

const largest = device.isSoftware ? 1024 : 4096;
const sizes = [256, 512, 1024, 2048, 4096].filter((size) => size <= largest);

interface Case {
  readonly name: string;
  readonly step: (x: Tensor) => Tensor;
  readonly input: Tensor;
}

const cases: Case[] = [
  ...sizes.map((size): Case => {
    const right = randn([size, size]);
    return { name: `${size}³`, step: (x) => x.matmul(right), input: randn([size, size]) };
  }),
  { name: "softmax 4096 × 1000", step: (x) => x.softmax(1), input: randn([4096, 1000]) },
  { name: "sort 4 × 1000", step: (x) => x.sort(1).values, input: randn([4, 1000]) },
];

/** Runs between two reads, so that reading counts for little where a run is short. */
const runs = device.isSoftware ? 1 : 20;

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

async function round(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const { name, last } of compiled) figures[name] = (await timed(last)) / runs;
  return figures;
}

await serve({ round, about: { device: device.description } });
