import { expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { claimOnlyCopy } from "./only-copy.js";
import { version } from "./version.js";

it("a second copy of another version is noticed when it is loaded", () => {
  const realm = {};
  claimOnlyCopy({ version: "0.1.0" }, realm);
  claimOnlyCopy({ version: "0.1.0" }, realm); // loaded again, as test runners do
  expect(() => claimOnlyCopy({ version: "0.2.0" }, realm)).toThrow(
    "@mnist/tensor: got version 0.2.0 beside version 0.1.0, which is loaded already; expected one copy",
  );
});

it("the version is the package's", () => {
  expect(version).toBe(packageJson.version);
});
