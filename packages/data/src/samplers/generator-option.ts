import { Generator } from "@mnist/tensor";
import { checkSettings } from "../check-settings.js";

export interface GeneratorOption {
  /** Where the order comes from; the default stream unless said otherwise. */
  readonly generator?: Generator;
}

/** A generator that was given as an option or, as PyTorch takes it too, by its place. @throws ArgumentError for what else there is */
export function generatorOf(
  operation: string,
  given: Generator | GeneratorOption | undefined,
): Generator | undefined {
  if (given instanceof Generator) return given;
  checkSettings(operation, given, { generator: "generator" });
  return given?.generator;
}
