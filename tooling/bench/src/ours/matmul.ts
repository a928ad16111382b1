import { loadKernels } from "../../../../packages/tensor/src/backend/wasm/engine/module.js";
import { matmul, panelBytes } from "../../../../packages/tensor/src/backend/wasm/kernels/matmul.js";
import { serve } from "./serve.js";
import { timedOften } from "./timing.js";

/** Dense products of square matrices in linear memory, as a compiled step does them. */
const kernels = loadKernels();
if (kernels === null) throw new Error("this engine has no WebAssembly with SIMD");

const cases = [64, 128, 256, 512, 1024].map((size) => {
  const matrix = () => {
    const address = kernels.heap.allocate(size * size * 4);
    for (let i = 0; i < size * size; i++) kernels.floats[address / 4 + i] = Math.sin(i);
    return { address, rowStride: size, columnStride: 1 };
  };
  const shape = { rows: size, inner: size, columns: size };
  const panels = kernels.heap.allocate(panelBytes(shape));
  return { size, program: kernels.program(matmul(shape, matrix(), matrix(), matrix(), panels)) };
});

await serve({
  round: () =>
    Object.fromEntries(cases.map(({ size, program }) => [`${size}³`, timedOften(() => program.run())])),
  about: { build: kernels.build },
});
