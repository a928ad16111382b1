import { ArgumentError, DataError, DeviceError, DTypeError, ShapeError } from "@mnist/tensor";
import { FileError } from "../file-error.js";

/** An error as one thread sends it to another. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Where a FileError found what it did. */
  readonly file: string | undefined;
  readonly offset: number | undefined;
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), stack: undefined, file: undefined, offset: undefined };
  }
  const { name, message, stack } = error;
  const { file, offset } = error instanceof FileError ? error : { file: undefined, offset: undefined };
  return { name: file === undefined ? name : "FileError", message, stack, file, offset };
}

const kinds: Readonly<Record<string, new (message: string) => Error>> = {
  ArgumentError,
  DataError,
  DeviceError,
  DTypeError,
  ShapeError,
  RangeError,
  SyntaxError,
  TypeError,
};

/** The error again, of its own class, with the stack that it had in the other thread. */
export function unpackError({ name, message, stack, file, offset }: PackedError): Error {
  const Kind = kinds[name] ?? Error;
  const error = file === undefined ? new Kind(message) : new FileError({ file, offset, message });
  if (stack !== undefined) error.stack = stack;
  return error;
}
