import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { makeConsumer } from "./consumer.js";
import { run } from "./run.js";

/** A project that asks for a version of @mnist/tensor and for the sisters that were published with 0.90.0. */
function projectWith(tensor: string) {
  const folder = join(inject("consumer"), "..", `beside-${tensor}`);
  const packages = [`@mnist/tensor@${tensor}`, "@mnist/autograd@0.90.0", "@mnist/nn@0.90.0"];
  const { write } = makeConsumer(folder, inject("registry"), packages);
  const program = write(
    "program.js",
    `import { ones } from "@mnist/tensor";
     import { Linear } from "@mnist/nn";
     console.log(new Linear(2, 3).forward(ones([1, 2])).shape.join());`,
  );
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const copies = Object.keys(lock.packages).filter((path) => path.endsWith("@mnist/tensor"));
  return { copies, answer: () => run(process.execPath, [program], folder).trim() };
}

it("a later patch of @mnist/tensor is shared by its sisters", () => {
  const project = projectWith("0.90.1");
  expect(project.copies).toEqual(["node_modules/@mnist/tensor"]);
  expect(project.answer()).toBe("1,3");
});

it("a version that its sisters do not fit is noticed when it is loaded", () => {
  const project = projectWith("0.91.0");
  expect(project.copies.length).toBeGreaterThan(1);
  expect(project.answer).toThrow(
    /@mnist\/tensor: got version 0\.9[01]\.\d beside version 0\.9[01]\.\d, which is loaded already; expected one copy/,
  );
});
