import { isPointwise } from "../../../compile/schedule.js";
import type { Call } from "../../../compile/trace.js";
import { collapse, isSameView } from "../../../layout.js";
import type { Shape } from "../../../shape.js";
import { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import { load, stored, toStored } from "../kernel.js";
import { writeRow } from "../row.wgsl.js";
import { valueType } from "../value-type.js";
import type { Bindings } from "./bindings.js";
import { type Step, walked } from "./step.js";

/** Terms of the index of an element, for a tensor of these strides over the space that is walked. */
export type Walk = (strides: readonly number[]) => string[];

/** The walk of a number that counts the elements of a shape. */
export function walkOf(variable: string, shape: Shape): Walk {
  return (strides) => {
    const joined = collapse(shape, [strides]);
    let below = 1;
    const terms: string[] = [];
    for (let axis = joined.shape.length - 1; axis >= 0; axis--) {
      const whole = below === 1 ? variable : `(${variable} / ${below})`;
      const at = axis === 0 ? whole : `${whole} % ${joined.shape[axis]}`;
      const stride = joined.strides[0]![axis]!;
      if (stride !== 0) terms.unshift(stride === 1 ? at : `${at} * (${stride})`);
      below *= joined.shape[axis]!;
    }
    return terms;
  };
}

/** A value under its name in the kernel. */
interface Named {
  readonly tensor: Tensor;
  readonly name: string;
}

/** What a kernel does at one element: statements in the order of the steps, then what is stored. */
export class Writing {
  static readonly name: string = "Writing";

  readonly statements: string[] = [];
  readonly #loaded: Named[] = [];
  readonly #made = new Map<Storage, Named>();

  constructor(
    readonly prefix: string,
    readonly walk: Walk,
    readonly bindings: Bindings,
    readonly placed: (tensor: Tensor) => Tensor,
    readonly constants: ReadonlyMap<Storage, Call>,
  ) {}

  /** Takes in a value that was made otherwise. */
  take(tensor: Tensor, value: string): void {
    const name = `${this.prefix}made${this.#made.size}`;
    this.statements.push(`let ${name} = ${value};`);
    this.#made.set(tensor.storage, { tensor, name });
  }

  /** The name of a tensor's element. Each value is kept as its tensor would store it, so that a kernel has the bits of its calls. */
  nameOf(tensor: Tensor): string {
    const constant = this.constants.get(tensor.storage);
    if (constant !== undefined) return this.bindings.number(constant);
    let found =
      this.#made.get(tensor.storage) ?? this.#loaded.find((each) => isSameView(each.tensor, tensor));
    if (found === undefined) {
      found = { tensor, name: `${this.prefix}loaded${this.#loaded.length}` };
      this.#loaded.push(found);
      const element = this.bindings.load(this.placed(tensor), this.walk(tensor.strides));
      this.statements.push(`let ${found.name} = ${element};`);
    }
    return found.name;
  }

  do(step: Step): void {
    const { call, inputs, output } = step;
    const names = inputs.map((input) => this.nameOf(input));
    const name = `${this.prefix}value${this.statements.length}`;
    this.statements.push(
      `var ${name}: ${stored[call.output.dtype]};`,
      `{ ${this.#rowOf(step, names, name).join(" ")} }`,
    );
    this.#made.set(output.storage, { tensor: output, name });
  }

  stores(hidden: ReadonlySet<Storage>): string[] {
    const left = [...this.#made.values()].filter(({ tensor }) => !hidden.has(tensor.storage));
    return left.map(({ tensor, name }) =>
      this.bindings.store(this.placed(tensor), this.walk(tensor.strides), name),
    );
  }

  #rowOf({ call, sources }: Step, names: readonly string[], name: string): string[] {
    const { primitive, inputs, output } = call;
    if (isPointwise(primitive)) {
      const dtypes = inputs.map(({ dtype }) => dtype);
      const { statements, result } = writeRow(primitive, names, dtypes, output.dtype);
      return [...statements, `${name} = ${result};`];
    }
    const dim = (call.attributes as { readonly dim?: number }).dim!;
    if (primitive.name === "full") return [`${name} = ${this.bindings.number(call)};`];
    if (primitive.name === "gather") return this.#gather(sources[0]!, dim, output.shape, names, name);
    return this.#scatter(call, dim, names, name);
  }

  #gather(source: Tensor, dim: number, shape: Shape, [index]: readonly string[], name: string): string[] {
    const step = source.strides[dim]!;
    const terms = [...this.walk(walked(source, shape, dim).strides), `place * (${step})`];
    const size = source.shape[dim]!;
    return [
      `let place = i32(${index});`,
      `if (place < 0 || place >= ${size}) { note_fault(1, place, ${size}); }`,
      `else { ${name} = ${this.bindings.load(this.placed(source), terms)}; }`,
    ];
  }

  #scatter({ inputs, output }: Call, dim: number, names: readonly string[], name: string): string[] {
    const [from, index, source] = names as [string, string, string];
    const type = valueType(output.dtype);
    const along = output.shape.map((_, axis) => (axis === dim ? 1 : 0));
    const here = this.walk(walked(new Tensor(output.storage, output.shape, along, 0), output.shape).strides);
    const size = output.shape[dim]!;
    const addend = load(source, inputs[2]!.dtype, type);
    const sum = `${load(from, inputs[0]!.dtype, type)} + ${addend}`;
    return [
      `let place = i32(${index});`,
      `${name} = ${from};`,
      `if (place < 0 || place >= ${size}) { note_fault(2, place, ${size}); }`,
      `else if (place == ${here.join(" + ") || "0"}) { ${name} = ${toStored(`(${sum})`, type, output.dtype)}; }`,
    ];
  }
}
