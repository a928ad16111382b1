import { define, GradientError, isFloat, Tensor } from "@mnist/tensor";
import { type BackwardOptions, backward } from "./backward.js";
import { type GradientHook, GradientNode, nodeOf } from "./node.js";
import "./tape.js";

declare module "@mnist/tensor" {
  interface Tensor {
    /** Whether gradients are computed with respect to this tensor. */
    readonly requiresGrad: boolean;
    /** The gradient added up so far; null before the first backward, or to reset it. */
    grad: Tensor | null;
    /** Whether no recorded operation made this tensor. */
    readonly isLeaf: boolean;
    /** Asks for gradients with respect to this tensor, or no longer. @source torch.Tensor.requires_grad_ */
    requiresGrad_(required?: boolean): this;
    /** Keeps the gradient of a result too, in `grad`. @source torch.Tensor.retain_grad */
    retainGrad(): this;
    /** Adds the gradient of this tensor to every leaf's `grad`. @source torch.Tensor.backward */
    backward(gradient?: Tensor | BackwardOptions, options?: BackwardOptions): void;
    /** Calls `hook` with each finished gradient of this tensor; returns how to remove it. @source torch.Tensor.register_hook */
    registerHook(hook: GradientHook): () => void;
  }
}

function requireFloat(tensor: Tensor): void {
  if (isFloat(tensor.dtype)) return;
  throw new GradientError({
    operation: "requiresGrad_",
    got: `a tensor of dtype ${tensor.dtype}`,
    expected: "a float tensor, as only those have gradients",
    hint: "Try x.float() first.",
  });
}

function requireNode(tensor: Tensor, operation: string): GradientNode {
  const node = nodeOf(tensor);
  if (node !== null) return node;
  throw new GradientError({
    operation,
    got: "a tensor that requires no gradient",
    expected: "a leaf with requiresGrad_() or a result of one",
  });
}

define("requiresGrad", {
  get(this: Tensor) {
    return this.tape !== null;
  },
});
define("isLeaf", {
  get(this: Tensor) {
    return nodeOf(this)?.isLeaf ?? true;
  },
});
define("grad", {
  get(this: Tensor) {
    return nodeOf(this)?.grad ?? null;
  },
  set(this: Tensor, gradient: Tensor | null) {
    if (gradient === null && this.tape === null) return;
    requireNode(this, "grad").grad = gradient;
  },
});
define("requiresGrad_", {
  value(this: Tensor, required = true) {
    if (required) requireFloat(this);
    if (!required && !this.isLeaf) {
      throw new GradientError({
        operation: "requiresGrad_",
        got: "false for a result of recorded operations",
        expected: "a leaf",
        hint: "Try detach().",
      });
    }
    if (!required) this.tape = null;
    else this.tape ??= new GradientNode(null, this.shape);
    return this;
  },
});
define("retainGrad", {
  value(this: Tensor) {
    requireNode(this, "retainGrad").retains = true;
    return this;
  },
});
define("backward", {
  value(this: Tensor, gradient?: Tensor | BackwardOptions, options?: BackwardOptions) {
    if (gradient instanceof Tensor) backward(this, gradient, options);
    else backward(this, undefined, gradient ?? options);
  },
});
define("registerHook", {
  value(this: Tensor, hook: GradientHook) {
    const node = requireNode(this, "registerHook");
    node.hooks = [...(node.hooks ?? []), hook];
    return () => {
      node.hooks = (node.hooks ?? []).filter((each) => each !== hook);
    };
  },
});
define("toString", {
  value(this: Tensor) {
    return this.format(this.requiresGrad ? "requiresGrad=true" : undefined);
  },
});
