/** The parts of a message that helps: what was asked for, what was given, what was expected, what to try. */
export interface Complaint {
  readonly operation: string;
  readonly got: string;
  readonly expected: string;
  readonly hint?: string;
}

function describe({ operation, got, expected, hint }: Complaint): string {
  const sentence = `${operation}: got ${got}; expected ${expected}.`;
  return hint === undefined ? sentence : `${sentence} ${hint}`;
}

/** The root of every error these packages throw on purpose. */
export class MnistError extends Error {
  static override readonly name: string = "MnistError";

  override readonly name: string = this.constructor.name;

  constructor(complaint: Complaint | string, options?: ErrorOptions) {
    super(typeof complaint === "string" ? complaint : describe(complaint), options);
  }
}

/** Shapes, dimensions or indices that do not fit an operation. */
export class ShapeError extends MnistError {
  static override readonly name: string = "ShapeError";
}

/** An element type that an operation does not take. */
export class DTypeError extends MnistError {
  static override readonly name: string = "DTypeError";
}

/** Tensors on different devices, or something that a device cannot do. */
export class DeviceError extends MnistError {
  static override readonly name: string = "DeviceError";
}

/** A value outside the range that an argument allows. */
export class ArgumentError extends MnistError {
  static override readonly name: string = "ArgumentError";
}

/** A backward pass that cannot be done as asked. */
export class GradientError extends MnistError {
  static override readonly name: string = "GradientError";
}

/** A file, an archive or a download that is not what it says it is. */
export class DataError extends MnistError {
  static override readonly name: string = "DataError";
}

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
