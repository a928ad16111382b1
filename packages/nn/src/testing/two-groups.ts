import { zeros } from "@mnist/tensor";
import * as optim from "../optim/index.js";
import { Parameter } from "../parameter.js";

export const parameter = (): Parameter => new Parameter(zeros([1]));

/** An optimiser with momentum 0.9, and learning rates 0.1 and 0.02. */
export function twoGroups(): optim.SGD {
  return new optim.SGD([{ parameters: [parameter()] }, { parameters: [parameter()], lr: 0.02 }], {
    lr: 0.1,
    momentum: 0.9,
  });
}
