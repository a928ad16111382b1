import { Code } from "../generator/code.js";
import { moduleOf } from "../generator/module.js";

/** Node 20 has relaxed SIMD behind a flag that may still be set while it runs. */
function allowRelaxedSimd(): void {
  try {
    globalThis.process?.getBuiltinModule?.("node:v8").setFlagsFromString("--experimental-wasm-relaxed-simd");
  } catch {
    // An engine that does not know the flag either has the feature or goes without.
  }
}

/** Whether this engine runs a module, if need be after it was allowed to. */
export function accepts(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(bytes)) return true;
  allowRelaxedSimd();
  return WebAssembly.validate(bytes);
}

let relaxed: boolean | undefined;

/** Whether multiply-adds may round once: whether the engine has relaxed SIMD. */
export function hasRelaxedSimd(): boolean {
  if (relaxed === undefined) {
    const code = new Code(3);
    const zero = code.local("v128");
    code.get(zero).get(zero).get(zero).vector("f32x4.relaxed_madd").set(zero);
    relaxed = accepts(moduleOf(code, false, []));
  }
  return relaxed;
}
