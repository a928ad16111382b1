import { DataError } from "@mnist/tensor";

/** What a reader says of a file that it refuses. */
export interface FileComplaint {
  /** The file's name, as the caller gave it. */
  readonly file: string;
  /** Where in the file, in bytes from its start; left out when no single place is to blame. */
  readonly offset?: number;
  readonly got: string;
  readonly expected: string;
  readonly hint?: string;
}

/** A complaint that was put into words before, in another thread. */
export interface FileReport {
  readonly file: string;
  readonly offset: number | undefined;
  readonly message: string;
}

/** A file that is not what it says it is; carries the file's name and the offset beside the message. */
export class FileError extends DataError {
  static override readonly name: string = "FileError";

  readonly file: string;
  readonly offset: number | undefined;

  constructor(complaint: FileComplaint | FileReport, options?: ErrorOptions) {
    const { file, offset, ...rest } = complaint;
    const operation = offset === undefined ? file : `${file} at byte ${offset}`;
    super("message" in rest ? rest.message : { operation, ...rest }, options);
    this.file = file;
    this.offset = offset;
  }
}

/** Shows bytes as a message can carry them: `89 50 4e 47`. */
export function hexadecimal(bytes: Uint8Array): string {
  return bytes.length === 0
    ? "nothing"
    : Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
