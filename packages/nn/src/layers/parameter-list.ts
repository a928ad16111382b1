import { ArgumentError, type Tensor } from "@mnist/tensor";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { refuseMore } from "./containers.js";

/**
 * Parameters in a list, found by their owner under "0", "1", …; one may stand in several places. It computes nothing itself.
 *
 * @source torch.nn.ParameterList
 * @example
 * const list = new ParameterList([ones([2]), zeros([3])]);
 * list.at(1).shape // [3]
 */
export class ParameterList extends Module {
  static override readonly name: string = "ParameterList";

  readonly [position: number]: Parameter;

  constructor(values: Iterable<Tensor> = [], ...more: readonly never[]) {
    super();
    refuseMore("ParameterList", more);
    for (const value of values) this.append(value);
  }

  #places(): Parameter[] {
    return Object.values(this).filter((value): value is Parameter => value instanceof Parameter);
  }

  override get length(): number {
    return this.#places().length;
  }

  /** The parameter at a position, counted from the end where negative. @throws ArgumentError where there is none */
  at(index: number): Parameter {
    const found = this.#places().at(index);
    if (found !== undefined) return found;
    const expected = `a position among ${this.length}`;
    throw new ArgumentError({ operation: "ParameterList", got: String(index), expected });
  }

  /** Adds a parameter at the end; a tensor becomes one. */
  append(value: Tensor): this {
    Object.assign(this, { [this.length]: value instanceof Parameter ? value : new Parameter(value) });
    return this;
  }

  override forward(): Tensor {
    throw new ArgumentError({
      operation: "ParameterList",
      got: "a call",
      expected: "its owner's forward to use the parameters",
    });
  }

  [Symbol.iterator](): Iterator<Parameter> {
    return this.#places()[Symbol.iterator]();
  }
}
