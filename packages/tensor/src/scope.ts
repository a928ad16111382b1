import type { Storage } from "./backend/device.js";
import { tensorsIn } from "./structure.js";
import type { Tensor } from "./tensor.js";

/** The storages that each scope under way has seen made, innermost last. */
const scopes: Set<Storage>[] = [];

/** Tells the scope under way of a storage that has to be released. Devices with garbage-collected memory never call it. */
export function trackStorage(storage: Storage): void {
  scopes.at(-1)?.add(storage);
}

/** Leaves a tensor that was made inside a scope to the garbage collector, whatever becomes of the scope. */
export function keep<T extends Tensor>(tensor: T): T {
  for (const made of scopes) made.delete(tensor.storage);
  return tensor;
}

/**
 * Runs `work`, then releases at once the memory of all tensors made inside but those that it returns (in arrays and
 * objects too) or that `keep` was called with. On the CPU, whose memory is garbage-collected, it only runs `work`. An
 * async function's scope lasts until it settles, and takes in what else is made meanwhile.
 *
 * @example
 * const loss = scope(() => model(x).sub(y).square().mean()); // what lay between is free again
 */
export function scope<T>(work: () => T): T {
  const made = new Set<Storage>();
  scopes.push(made);
  let result: T;
  try {
    result = work();
  } catch (error) {
    leave(made, undefined);
    throw error;
  }
  if (result instanceof Promise) {
    return result.then(
      (value) => {
        leave(made, value);
        return value;
      },
      (error: unknown) => {
        leave(made, undefined);
        throw error;
      },
    ) as T;
  }
  leave(made, result);
  return result;
}

function leave(made: Set<Storage>, result: unknown): void {
  scopes.splice(scopes.indexOf(made), 1);
  for (const { storage } of tensorsIn(result)) if (made.delete(storage)) trackStorage(storage);
  for (const storage of made) storage.release?.();
}
