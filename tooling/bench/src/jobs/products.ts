import type { Job, Measurement } from "../job.js";

/** Each product with batch axes, and the one of two matrices that takes as many multiplications. */
const sameSize: Readonly<Record<string, string>> = {
  "[8, 256, 256] × [256, 256]": "2048 × 256 × 256",
  "[8, 256, 256] × [8, 256, 256]": "2048 × 256 × 256",
  "Linear on [8, 256, 256]": "2048 × 256 × 256",
  "[64, 32, 8] × [64, 8, 32]": "2048 × 8 × 32",
};

export const products: Job = {
  name: "products",
  title: "products: float32 products with batch axes",
  readsDigits: false,
  contestants: [
    { name: "ours, compiled", runtime: "ours", script: "products", threaded: true },
    { name: "ours, eager", runtime: "ours", script: "products", settings: ["eager"], threaded: false },
    { name: "PyTorch", runtime: "python", script: "products", threaded: true },
  ],
  summarize,
};

/** What each takes beside the product of two matrices of its size. */
function summarize(measurements: readonly Measurement[]): string[] {
  const ours = measurements.filter((each) => each.isOurs && each.threads === 1);
  return [...new Set(ours.map(({ contestant }) => contestant))].map((contestant) => {
    const own = ours.filter((each) => each.contestant === contestant);
    const ratios = own.flatMap(({ figure, best }) => {
      const plain = own.find((each) => each.figure === sameSize[figure]);
      return plain ? [`${figure}: ${(best / plain.best).toFixed(2)} ×`] : [];
    });
    return `${contestant}, beside two matrices of that size, one thread, best rounds: ${ratios.join("; ")}.`;
  });
}
