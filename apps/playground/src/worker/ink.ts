/** A picture of ink: bytes from 0, paper, to 255. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Whether there is room around it, as MNIST's pictures have, or it is cut out to its edges. */
  readonly isFramed: boolean;
}
