let isSkipped = false;

/** Whether the functions of init leave weights as they are. */
export const skipsInit = (): boolean => isSkipped;

/**
 * Makes modules whose weights are to be loaded: nothing is drawn for them, and the stream of random numbers stays where it
 * is. Until then they are 0.
 *
 * @source torch.nn.utils.skip_init
 * @example
 * const layer = skipInit(() => new Linear(2, 1));
 * layer.weight.arraySync() // [[0, 0]]
 */
export function skipInit<T>(make: () => T): T {
  const before = isSkipped;
  isSkipped = true;
  try {
    return make();
  } finally {
    isSkipped = before;
  }
}
