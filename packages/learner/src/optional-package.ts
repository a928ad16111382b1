import { MnistError } from "@mnist/tensor";

/** A package that only some need, and that is not installed here. */
export class MissingPackageError extends MnistError {
  static override readonly name: string = "MissingPackageError";

  constructor(
    /** What to install. */
    readonly packages: readonly string[],
    operation: string,
    options?: ErrorOptions,
  ) {
    super(
      {
        operation,
        got: "a package that is not installed",
        expected: `${packages.join(" and ")} beside @mnist/learner`,
        hint: `Try npm install ${packages.join(" ")}.`,
      },
      options,
    );
  }
}

/** What an import gives. @throws MissingPackageError where its package is not installed. */
export async function optional<Module>(
  operation: string,
  packages: readonly string[],
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    throw new MissingPackageError(packages, operation, { cause: error });
  }
}
