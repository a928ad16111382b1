/** A value that follows an async function across its awaits, without other code seeing it. */
export interface AsyncContext<Value> {
  run<T>(value: Value, work: () => T): T;
  get(): Value | undefined;
}

interface AsyncContextGlobal {
  readonly AsyncContext?: { readonly Variable: new () => AsyncContext<unknown> };
}

/**
 * The engine's own way to do so: AsyncContext.Variable where it exists, Node's AsyncLocalStorage (asked for at run time,
 * so that a browser's bundle needs no `node:` module), null in today's browsers.
 */
export function asyncContext<Value>(): AsyncContext<Value> | null {
  const { AsyncContext: standard } = globalThis as AsyncContextGlobal;
  if (standard !== undefined) return new standard.Variable() as AsyncContext<Value>;
  const hooks = globalThis.process?.getBuiltinModule?.("node:async_hooks");
  if (hooks === undefined) return null;
  const storage = new hooks.AsyncLocalStorage<Value>();
  return { run: (value, work) => storage.run(value, work), get: () => storage.getStore() };
}
