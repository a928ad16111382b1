import type { Ink } from "../ink.js";
import type { LoadedModel } from "../run-settings.js";

/** What came of files that a person gave. */
export type FileSummary =
  | {
      readonly kind: "data";
      readonly source: string;
      readonly train: number;
      readonly valid: number;
      readonly classes: readonly string[];
      /** Pictures of each class, to learn from and to check with. */
      readonly counts: readonly (readonly [train: number, valid: number])[];
      /** A few pictures with the places of their classes. */
      readonly samples: readonly { readonly pixels: Uint8Array; readonly truth: string }[];
      /** What was passed over or decided, a sentence each. */
      readonly notes: readonly string[];
    }
  /** Some of MNIST's four files, and what is still missing. */
  | {
      readonly kind: "waiting";
      readonly have: readonly string[];
      readonly missing: readonly string[];
      readonly problem: string | null;
    }
  | { readonly kind: "pictures"; readonly inks: readonly Ink[]; readonly notes: readonly string[] }
  | { readonly kind: "model"; readonly name: string; readonly model: LoadedModel };
