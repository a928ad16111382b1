import { readFileSync } from "node:fs";

export * from "./stored-tensor.js";

/** The cases of a file that a script in tooling/golden wrote. */
export function readGolden<Case>(name: string): readonly Case[] {
  const text = readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly cases: readonly Case[] }).cases;
}
