import { GradientError, isFloat, Tensor } from "@mnist/tensor";
import { define } from "@mnist/tensor/internal";
import { type BackwardOptions, backward } from "./backward.js";
import { type GradientFunction, type GradientHook, GradientNode, nodeOf } from "./node.js";
import "./tape.js";

/** What `registerHook` answers. @source torch.utils.hooks.RemovableHandle */
export interface HookHandle {
  /** Calls the hook no more. */
  remove(): void;
}

declare module "@mnist/tensor" {
  interface Tensor {
    /** Whether gradients are computed with respect to this tensor. */
    readonly requiresGrad: boolean;
    /** The gradient added up so far; null before the first backward, or to reset it. */
    grad: Tensor | null;
    /** Whether no recorded operation made this tensor. */
    readonly isLeaf: boolean;
    /** The recorded operation that made this tensor; null for a leaf. */
    readonly gradFn: GradientFunction | null;
    /** Whether `retainGrad` was asked for. */
    readonly retainsGrad: boolean;
    /** Asks for gradients with respect to this tensor, or no longer. @source torch.Tensor.requires_grad_ */
    requiresGrad_(required?: boolean): this;
    /** Cuts this tensor off from its graph: it becomes a leaf that requires no gradient. @source torch.Tensor.detach_ */
    detach_(): this;
    /** Keeps the gradient of a result too, in `grad`. @source torch.Tensor.retain_grad */
    retainGrad(): this;
    /** Adds the gradient of this tensor to every leaf's `grad`. @source torch.Tensor.backward */
    backward(gradient?: Tensor | BackwardOptions, options?: BackwardOptions): void;
    /** Calls `hook` with each finished gradient of this tensor; a tensor it answers takes the gradient's place. @source torch.Tensor.register_hook */
    registerHook(hook: GradientHook): HookHandle;
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
    hint: "Try requiresGrad_() before the operations that use it.",
  });
}

function setGrad(tensor: Tensor, gradient: Tensor | null): void {
  if (gradient === null && tensor.tape === null) return;
  if (gradient !== null && gradient.shape.join() !== tensor.shape.join()) {
    throw new GradientError({
      operation: "grad",
      got: `a gradient of shape [${gradient.shape.join(", ")}]`,
      expected: `the tensor's shape [${tensor.shape.join(", ")}]`,
    });
  }
  if (gradient !== null && gradient.dtype !== tensor.dtype) {
    throw new GradientError({
      operation: "grad",
      got: `a gradient of dtype ${gradient.dtype}`,
      expected: `the tensor's dtype, ${tensor.dtype}`,
      hint: `Try gradient.to("${tensor.dtype}").`,
    });
  }
  requireNode(tensor, "grad").grad = gradient;
}

function require(tensor: Tensor, required: boolean): void {
  if (required) {
    requireFloat(tensor);
    tensor.tape ??= new GradientNode(null, tensor.shape);
    return;
  }
  if (!tensor.isLeaf) {
    throw new GradientError({
      operation: "requiresGrad_",
      got: "false for a result of recorded operations",
      expected: "a leaf",
      hint: "Try detach().",
    });
  }
  tensor.tape = null;
}

function addHook(tensor: Tensor, hook: GradientHook): HookHandle {
  const node = requireNode(tensor, "registerHook");
  const entry: GradientHook = (gradient) => hook(gradient);
  node.hooks = [...(node.hooks ?? []), entry];
  return {
    remove() {
      node.hooks = node.hooks?.filter((each) => each !== entry) ?? null;
    },
  };
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
define("gradFn", {
  get(this: Tensor) {
    return this.isLeaf ? null : nodeOf(this);
  },
});
define("retainsGrad", {
  get(this: Tensor) {
    return nodeOf(this)?.retains ?? false;
  },
});
define("grad", {
  get(this: Tensor) {
    return nodeOf(this)?.grad ?? null;
  },
  set(this: Tensor, gradient: Tensor | null) {
    setGrad(this, gradient);
  },
});
define("requiresGrad_", {
  value(this: Tensor, required = true) {
    require(this, required);
    return this;
  },
});
define("detach_", {
  value(this: Tensor) {
    this.tape = null;
    return this;
  },
});
define("retainGrad", {
  value(this: Tensor) {
    const node = requireNode(this, "retainGrad");
    if (!node.isLeaf) node.retains = true;
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
    return addHook(this, hook);
  },
});
define("toString", {
  value(this: Tensor) {
    if (!this.requiresGrad) return this.format();
    return this.format(this.isLeaf ? "requiresGrad=true" : `gradFn=<${this.gradFn!.name}>`);
  },
});
