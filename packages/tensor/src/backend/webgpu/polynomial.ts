/** WGSL for c₀ + x·(c₁ + x·(c₂ + …)). */
export const polynomial = (x: string, coefficients: readonly number[]): string =>
  coefficients.reduceRight((rest, c) => (rest === "" ? `${c}` : `(${c} + ${x} * ${rest})`), "");
