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
