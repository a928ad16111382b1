import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, ShapeError, type Tensor } from "@mnist/tensor";

/** Tensors by the names PyTorch gives them: `0.weight`, `encoder.bias`. */
export type StateDict = Record<string, Tensor>;

/** What a state dict and a model did not have in common. */
export interface StateDifference {
  /** The model's names that the state lacks. */
  readonly missingKeys: readonly string[];
  /** The state's names that the model lacks. */
  readonly unexpectedKeys: readonly string[];
}

/**
 * Copies the values of `state` into the tensors of the same names; nothing is copied unless all fits.
 *
 * @throws ArgumentError where `strict` and names are missing or left over.
 * @throws ShapeError where a shape differs.
 */
export function copyState(
  targets: Readonly<StateDict>,
  state: Readonly<StateDict>,
  strict: boolean,
): StateDifference {
  const missingKeys = Object.keys(targets).filter((name) => !Object.hasOwn(state, name));
  const unexpectedKeys = Object.keys(state).filter((name) => !Object.hasOwn(targets, name));
  if (strict && missingKeys.length + unexpectedKeys.length > 0) {
    throw new ArgumentError({
      operation: "loadStateDict",
      got: `missing: ${missingKeys.join(", ") || "none"}; unexpected: ${unexpectedKeys.join(", ") || "none"}`,
      expected: "the model's own names",
      hint: "Was the file made by another architecture? { strict: false } loads what fits.",
    });
  }
  const pairs = Object.entries(targets).flatMap(([name, target]): [Tensor, Tensor][] => {
    const source = Object.hasOwn(state, name) ? state[name] : undefined;
    if (source === undefined) return [];
    checkShape(name, target, source);
    return [[target, source]];
  });
  noGradNow(() => {
    for (const [target, source] of pairs) target.copy_(source.detach().to(target.device));
  });
  return { missingKeys, unexpectedKeys };
}

function checkShape(name: string, target: Tensor, source: Tensor): void {
  if (source.shape.join() === target.shape.join()) return;
  throw new ShapeError({
    operation: "loadStateDict",
    got: `${name} of shape [${source.shape.join(", ")}]`,
    expected: `[${target.shape.join(", ")}]`,
    hint: "Was the file made by another architecture?",
  });
}
