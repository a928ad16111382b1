/** The name of a data set's file, and its bytes, wherever they come from: a disk, a drop, a download. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}
