// Refuses a release whose packages would not say where they come from.
import { readFileSync } from "node:fs";

const file = new URL("identity.json", import.meta.url);
const empty = Object.entries(JSON.parse(readFileSync(file, "utf8"))).filter(([, value]) => value === "");
for (const [name] of empty)
  console.error(`tooling/publish/identity.json: ${name} is empty; expected what npm shows`);
process.exitCode = empty.length === 0 ? 0 : 1;
