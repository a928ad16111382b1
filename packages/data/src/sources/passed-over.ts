/** Why files were not taken, how many, and the first of them. */
export interface PassedOver {
  readonly reason: string;
  readonly count: number;
  readonly first: string;
}

/** What reading a data set left out or changed; the pictures taken are in the data set itself. */
export interface ReadReport {
  readonly passedOver: readonly PassedOver[];
  /** A sentence each: sizes that were changed, a share held back to validate with. */
  readonly notes: readonly string[];
}

/** Counts what is passed over, by its reason. */
export class PassedOverFiles {
  static readonly name: string = "PassedOverFiles";
  readonly #reasons = new Map<string, { count: number; readonly first: string }>();

  add(reason: string, path: string, count = 1): void {
    const known = this.#reasons.get(reason);
    if (known === undefined) this.#reasons.set(reason, { count, first: path });
    else known.count += count;
  }

  list(): PassedOver[] {
    return [...this.#reasons].map(([reason, { count, first }]) => ({ reason, count, first }));
  }
}
