import * as everything from "@mnist/tensor";
import { cpu } from "@mnist/tensor";
import { reference } from "@mnist/tensor/internal";
import * as linalg from "@mnist/tensor/linalg";
import { describe, expect, it } from "vitest";
import { knees, smooth } from "./cases/knees.js";
import { singularPoints } from "./cases/singular-points.js";
import { operationCases } from "./cases.js";
import { checkInDouble, checkReplayed, conformance } from "./conformance.js";
import { goldenNames, goldenOf, goldenVersion } from "./golden.js";
import { notOperations } from "./not-operations.js";

describe(`the reference against PyTorch ${goldenVersion}`, () => {
  for (const { name, check } of conformance(reference)) it(name, check);
});

describe(`the processor with its kernels against PyTorch ${goldenVersion}`, () => {
  for (const { name, check } of conformance(cpu)) it(name, check);
});

describe(`float64 against PyTorch ${goldenVersion}`, () => {
  const cases = operationCases.filter(({ double = true }) => double);
  for (const each of cases) it(each.name, () => checkInDouble(each, reference));
});

describe(`compiled steps against PyTorch ${goldenVersion}`, () => {
  /** A seed that the step sets is set when it is recorded alone. */
  const cases = operationCases.filter(
    ({ inputs, python }) => inputs.length > 0 && !python.includes("manual_seed"),
  );
  for (const each of cases) it(each.name, () => checkReplayed(each, cpu));
});

describe("the golden file", () => {
  it("holds what the table asks for, and nothing else", () => {
    expect([...goldenNames].sort()).toEqual(operationCases.map(({ name }) => name).sort());
  });
});

describe("the table of cases", () => {
  it("has a case on the knee of every function with a gradient, unless it has none", () => {
    const kneed = [...knees, ...singularPoints];
    const bent = new Set(kneed.map(({ torch }) => torch));
    // Another name for one of them is the same function.
    const same = new Set(kneed.map(({ ours }) => Reflect.get(everything, ours)).filter(Boolean));
    const missing = operationCases.filter(({ name, torch, ours }) => {
      const isForm =
        torch.startsWith("torch.Tensor.") || torch.startsWith("torch.linalg.") || torch.endsWith("_");
      const isKnown = bent.has(torch) || smooth.has(torch) || same.has(Reflect.get(everything, ours));
      return !isForm && !isKnown && goldenOf(name).gradients !== undefined;
    });
    expect(
      missing.map(({ torch }) => torch),
      "neither a case in knees.ts or singular-points.ts nor listed as smooth",
    ).toEqual([]);
    expect([...smooth].filter((torch) => bent.has(torch))).toEqual([]);
  });

  it("has one for every function that this package exports and every method", () => {
    const named = new Set(operationCases.map(({ ours }) => ours));
    const functions = Object.entries({ ...linalg, ...everything }).filter(
      ([name, value]) => typeof value === "function" && /^[a-z]/.test(name),
    );
    const methods = Object.getOwnPropertyNames(everything.Tensor.prototype);
    const names = new Set([...functions.map(([name]) => name), ...methods]);
    const missing = [...names].filter((name) => !named.has(name) && !notOperations.has(name));
    expect(missing.sort().join(" "), "without a case in src/cases").toBe("");
  });
});
