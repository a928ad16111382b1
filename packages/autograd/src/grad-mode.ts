let enabled = true;

/** Whether operations are being recorded. @source torch.is_grad_enabled */
export function isGradEnabled(): boolean {
  return enabled;
}

function runWith<T>(mode: boolean, work: () => T): T {
  const before = enabled;
  enabled = mode;
  let result: T;
  try {
    result = work();
  } catch (error) {
    enabled = before;
    throw error;
  }
  if (result instanceof Promise) {
    return result.finally(() => {
      enabled = before;
    }) as T;
  }
  enabled = before;
  return result;
}

/**
 * Runs `work` without recording. An async function keeps recording off until it settles, for whatever else runs
 * meanwhile too.
 *
 * @source torch.no_grad
 */
export function noGrad<T>(work: () => T): T {
  return runWith(false, work);
}

/** Runs `work` with recording on, inside noGrad too. @source torch.enable_grad */
export function enableGrad<T>(work: () => T): T {
  return runWith(true, work);
}
