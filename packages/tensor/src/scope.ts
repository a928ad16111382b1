import type { Storage } from "./backend/device.js";
import { interceptor } from "./interceptor.js";
import { tensorsIn } from "./structure.js";
import type { Tensor } from "./tensor.js";

/** Scopes whose work is on the stack, innermost last. */
const entered: Scope[] = [];
/** Scopes that are not released yet. */
const open = new Set<Scope>();

/** Tells the scope under way of a storage that has to be released. Devices with garbage-collected memory never call it. */
export function trackStorage(storage: Storage): void {
  entered.at(-1)?.take(storage);
}

/**
 * Leaves a tensor that was made inside a scope to the garbage collector, whatever becomes of the scope; and one that was
 * made inside a compiled step, which otherwise keeps only what it returns, its values.
 */
export function keep<T extends Tensor>(tensor: T): T {
  interceptor?.keep(tensor);
  for (const each of open) each.forget(tensor.storage);
  return tensor;
}

/**
 * The memory of what several pieces of synchronous work make, released at once. Between two of them anything else may
 * run, a timer or another training: it is none of the scope's.
 *
 * @example
 * const batch = new Scope();
 * const loss = batch.run(() => lossOf(model(x)));
 * const value = await loss.item(); // what other code makes meanwhile is its own
 * batch.run(() => loss.backward());
 * batch.release();
 */
export class Scope {
  static readonly name: string = "Scope";

  readonly #made = new Set<Storage>();

  constructor() {
    open.add(this);
  }

  /** Does some work, whose tensors become this scope's. What an async function makes after its first await does not. */
  run<T>(work: () => T): T {
    entered.push(this);
    try {
      return work();
    } finally {
      entered.pop();
    }
  }

  /** Gives back the memory of all tensors made inside but those found in `result`, which are the scope's around it. */
  release(result?: unknown): void {
    open.delete(this);
    for (const { storage } of tensorsIn(result)) if (this.#made.delete(storage)) trackStorage(storage);
    for (const storage of this.#made) storage.release?.();
    this.#made.clear();
  }

  /** Whether there is no memory to give back: on a device whose memory is garbage-collected there never is. */
  get isEmpty(): boolean {
    return this.#made.size === 0;
  }

  /** Has a storage released where the scope ends. */
  take(storage: Storage): void {
    this.#made.add(storage);
  }

  /** Lets a storage outlive the scope. */
  forget(storage: Storage): void {
    this.#made.delete(storage);
  }
}

/**
 * Runs `work`, then releases at once the memory of all tensors made inside but those that it returns (in arrays and
 * objects too) or that `keep` was called with. On the CPU, whose memory is garbage-collected, it only runs `work`. Of an
 * async function the part up to its first await is inside; what it makes later is the garbage collector's, and so is
 * whatever else is made meanwhile. {@link Scope} takes in several parts.
 *
 * @example
 * const loss = scope(() => model(x).sub(y).square().mean()); // what lay between is free again
 */
export function scope<T>(work: () => T): T {
  const made = new Scope();
  let result: T;
  try {
    result = made.run(work);
  } catch (error) {
    made.release();
    throw error;
  }
  if (!(result instanceof Promise)) {
    made.release(result);
    return result;
  }
  return result.then(
    (value) => {
      made.release(value);
      return value;
    },
    (error: unknown) => {
      made.release();
      throw error;
    },
  ) as T;
}
