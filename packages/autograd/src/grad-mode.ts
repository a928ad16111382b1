import { asyncContext } from "./async-context.js";

/** Whether recording is on, for as long as some work runs. */
interface Scope {
  enabled: boolean;
}

/**
 * Waits for a promise inside noGrad's or enableGrad's async function and takes its mode up again afterwards, on engines
 * that cannot carry it across an await by themselves.
 */
export type Hold = <T>(promise: T | PromiseLike<T>) => Promise<T>;

const root: Scope = { enabled: true };
const context = asyncContext<Scope>();
/** The scope of the synchronous work on the stack; null where there is none. */
let current: Scope | null = null;
/** Async functions under way; the context is only asked while there are some. */
let pending = 0;

function active(): Scope {
  if (current !== null) return current;
  return pending === 0 ? root : (context?.get() ?? root);
}

/** Whether operations are being recorded. @source torch.is_grad_enabled */
export function isGradEnabled(): boolean {
  return active().enabled;
}

function inScope<T>(scope: Scope, work: () => T): T {
  const before = current;
  current = scope;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** Runs synchronous work with recording on or off. */
export function withMode<T>(enabled: boolean, work: () => T): T {
  return inScope({ enabled }, work);
}

const plainly: Hold = (promise) => Promise.resolve(promise);

/**
 * Brackets what follows an await. Reactions to one promise run one after the other in the order they were added, with
 * nothing in between: first `enter`, then the awaiting function up to its next await, then `leave`, which is added once
 * that function has begun to wait. The promise is a new one, so that nobody else waits for it.
 */
export function bracket(enter: () => void, leave: () => void): Hold {
  return (promise) => {
    const awaited = Promise.resolve(promise).then((value) => value);
    awaited.then(enter, enter);
    queueMicrotask(() => void awaited.then(leave, leave));
    return awaited;
  };
}

function holdIn(scope: Scope): Hold {
  return bracket(
    () => {
      current = scope;
    },
    () => {
      current = null;
    },
  );
}

function runWith<T>(enabled: boolean, work: (hold: Hold) => T): T {
  const scope = { enabled };
  const result = inScope(scope, () =>
    context === null ? work(holdIn(scope)) : context.run(scope, () => work(plainly)),
  );
  if (!(result instanceof Promise)) return result;
  pending++;
  return result.finally(() => {
    pending--;
  }) as T;
}

/**
 * Runs `work` without recording. The mode follows an async function across its awaits until it settles, and no other code
 * that runs meanwhile sees it. Browsers cannot do so unaided yet: there, write `await hold(promise)` with the `hold` that
 * `work` is given; after a plain await recording is on again.
 *
 * @source torch.no_grad
 * @example
 * const x = tensor(3).requiresGrad_();
 * noGrad(() => x.mul(2)).requiresGrad // false
 */
export function noGrad<T>(work: (hold: Hold) => T): T {
  return runWith(false, work);
}

/**
 * `noGrad` for work that is done when it returns. Unlike that it never has the engine follow every promise of the program
 * from then on, which a training loop would feel.
 */
export function noGradNow<T>(work: () => T): T {
  return withMode(false, work);
}

/**
 * Runs `work` with recording on, inside noGrad too; async functions as for `noGrad`.
 *
 * @source torch.enable_grad
 * @example
 * const x = tensor(3).requiresGrad_();
 * noGrad(() => enableGrad(() => x.mul(2))).requiresGrad // true
 */
export function enableGrad<T>(work: (hold: Hold) => T): T {
  return runWith(true, work);
}

/**
 * Runs `work` with recording on or off; without `work`, sets it from here to the end of the innermost noGrad or
 * enableGrad, or for good outside of any.
 *
 * @source torch.set_grad_enabled
 * @example
 * setGradEnabled(false, () => isGradEnabled()) // false
 */
export function setGradEnabled(enabled: boolean): void;
export function setGradEnabled<T>(enabled: boolean, work: (hold: Hold) => T): T;
export function setGradEnabled<T>(enabled: boolean, work?: (hold: Hold) => T): T | undefined {
  if (work !== undefined) return runWith(enabled, work);
  active().enabled = enabled;
  return undefined;
}
