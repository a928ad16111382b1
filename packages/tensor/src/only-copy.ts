import { MnistError } from "./errors.js";
import { version } from "./version.js";

/** Where every copy of this package that a program has loaded looks, whatever file it came from. */
const place = Symbol.for("@mnist/tensor");

interface Copy {
  readonly version: string;
}

/**
 * Notes that this copy is loaded.
 *
 * @throws MnistError where one of another version is: tensors of one are no tensors to the other.
 */
export function claimOnlyCopy(own: Copy, realm: object = globalThis): void {
  const first = Reflect.get(realm, place) as Copy | undefined;
  if (first !== undefined && first.version !== own.version) {
    throw new MnistError({
      operation: "@mnist/tensor",
      got: `version ${own.version} beside version ${first.version}, which is loaded already`,
      expected: "one copy, as tensors of one are no tensors to the other",
      hint: "npm ls @mnist/tensor says who asks for which; bring all @mnist packages to one version.",
    });
  }
  Object.defineProperty(realm, place, { value: own, configurable: true });
}

claimOnlyCopy({ version });
