import { activations } from "./cases/activations.js";
import { arithmetic } from "./cases/arithmetic.js";
import { chance } from "./cases/chance.js";
import { creation } from "./cases/creation.js";
import { edges } from "./cases/edges.js";
import { inPlace } from "./cases/in-place.js";
import { inPlaceForms } from "./cases/in-place-forms.js";
import { indexing } from "./cases/indexing.js";
import { knees } from "./cases/knees.js";
import { linearSystems } from "./cases/linalg.js";
import { linearAlgebra } from "./cases/linear-algebra.js";
import { logic } from "./cases/logic.js";
import { more } from "./cases/more.js";
import { movement } from "./cases/movement.js";
import { pointwise } from "./cases/pointwise.js";
import { reductions } from "./cases/reductions.js";
import { singularPoints } from "./cases/singular-points.js";
import { softmax } from "./cases/softmax.js";
import { sorting } from "./cases/sorting.js";
import { specialValues } from "./cases/special-values.js";
import { windows } from "./cases/windows.js";
import type { OperationCase } from "./operation-case.js";

/** Every operation there is, called in every way that matters: the one table that all tests of operations walk. */
export const operationCases: readonly OperationCase[] = [
  ...pointwise,
  ...arithmetic,
  ...logic,
  ...activations,
  ...specialValues,
  ...reductions,
  ...softmax,
  ...movement,
  ...indexing,
  ...sorting,
  ...linearAlgebra,
  ...linearSystems,
  ...windows,
  ...creation,
  ...chance,
  ...inPlace,
  ...inPlaceForms,
  ...more,
  ...knees,
  ...singularPoints,
  ...edges,
];

const names = new Set<string>();
for (const { name } of operationCases) {
  if (names.has(name)) throw new Error(`two cases are called ${name}`);
  names.add(name);
}
