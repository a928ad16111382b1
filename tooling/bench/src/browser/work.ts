/** What a page is asked for: an epoch of some pictures of a recipe, or products of matrices of these sizes, softmax and sort. */
export interface Work {
  readonly part: string;
  readonly images: number;
  readonly sizes: readonly number[];
  /** Runs of a kernel between two reads. */
  readonly runs: number;
}

/** What a page's script answers when it is set up. */
export interface Contest {
  round(): Promise<Record<string, number>>;
  readonly about: Readonly<Record<string, string | number>>;
}

/** Pictures of a recipe on a processor that stands for a graphics processor: three steps, and one. */
const fewImages: Readonly<Record<string, number>> = { digits: 768, "digits-conv": 128 };

/** Whether an adapter's name is that of a driver that computes on the processor. */
export function isSoftware(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|basic render/i.test(name);
}

export function kernelWork(isSoftware: boolean): Pick<Work, "sizes" | "runs"> {
  const sizes = [256, 512, 1024, 2048, 4096];
  return isSoftware ? { sizes: sizes.slice(0, 3), runs: 1 } : { sizes, runs: 10 };
}

export function workOf(part: string, isSoftware: boolean): Work {
  const images = (isSoftware ? fewImages[part] : undefined) ?? 24_000;
  return { part, images, ...kernelWork(isSoftware) };
}
