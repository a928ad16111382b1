import type { DType, Shape } from "@mnist/tensor";
import { bytes, type Field, float, integer, message, repeated } from "./protobuf.js";

/** The messages of onnx.proto3, field numbers as given there. @source https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 */

/** Element types of ONNX that models here need; int64 is what shapes and axes are given in. */
export type ElementType = DType | "int64";

export const elementCodes: { readonly [T in ElementType]: number } = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};

/** A value of a node's attribute; a whole number is one unless wrapped by `real`. */
export type Attribute = number | string | readonly number[] | { readonly real: number };

/** A number that ONNX takes as a float even where it is whole. */
export function real(value: number): Attribute {
  return { real: value };
}

function attributeFields(value: Attribute): Field[] {
  const type = (code: number): Field => integer(20, code);
  if (typeof value === "number") return [integer(3, value), type(2)];
  if (typeof value === "string") return [bytes(4, value), type(3)];
  if ("real" in value) return [float(2, value.real), type(1)];
  return [repeated(8, integer, value), type(7)];
}

export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

function nodeProto({ name, operator, inputs, outputs, attributes }: Node): Uint8Array {
  const entries = Object.entries(attributes).map(([key, value]) =>
    message(bytes(1, key), ...attributeFields(value)),
  );
  return message(
    repeated(1, bytes, inputs),
    repeated(2, bytes, outputs),
    bytes(3, name),
    bytes(4, operator),
    repeated(5, bytes, entries),
  );
}

/** Values that the file holds, row by row, little-endian. */
export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data: Uint8Array;
}

function tensorProto({ name, type, shape, data }: Initializer): Uint8Array {
  return message(repeated(1, integer, shape), integer(2, elementCodes[type]), bytes(8, name), bytes(9, data));
}

/** An input or output of the graph; a text among the sizes names one that is known at run time only. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly sizes: readonly (number | string)[];
}

function valueInfoProto({ name, type, sizes }: Port): Uint8Array {
  const dimensions = sizes.map((size) =>
    message(typeof size === "string" ? bytes(2, size) : integer(1, size)),
  );
  const tensorType = message(
    integer(1, elementCodes[type]),
    bytes(2, message(repeated(1, bytes, dimensions))),
  );
  return message(bytes(1, name), bytes(2, message(bytes(1, tensorType))));
}

export interface Model {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The operator set whose meanings the nodes have, and the file version that came with it (ONNX 1.12). */
const operatorSet = 17;
const fileVersion = 8;

export function modelProto({ nodes, initializers, inputs, outputs, metadata }: Model): Uint8Array {
  const graph = message(
    repeated(1, bytes, nodes.map(nodeProto)),
    bytes(2, "model"),
    repeated(5, bytes, initializers.map(tensorProto)),
    repeated(11, bytes, inputs.map(valueInfoProto)),
    repeated(12, bytes, outputs.map(valueInfoProto)),
  );
  const entries = Object.entries(metadata).map(([key, value]) => message(bytes(1, key), bytes(2, value)));
  return message(
    integer(1, fileVersion),
    bytes(2, "@mnist/nn"),
    bytes(7, graph),
    bytes(8, message(bytes(1, ""), integer(2, operatorSet))),
    repeated(14, bytes, entries),
  );
}
