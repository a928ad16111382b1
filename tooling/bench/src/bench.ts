import { accuracy } from "./jobs/accuracy.js";

/** What can be measured; each says whether what is promised of it is kept. */
const jobs: Readonly<Record<string, () => Promise<boolean>>> = { accuracy };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(jobs, name));
if (unknown.length > 0) {
  console.error(`no job called ${unknown.join(", ")}. Jobs: ${Object.keys(jobs).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const name of asked.length > 0 ? asked : Object.keys(jobs)) {
    console.log(`\n${name}`);
    if (!(await jobs[name]!())) process.exitCode = 1;
  }
}
