import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { readJson, writeJson } from "../state/json.js";
import type { Settings } from "./propose.js";
import type { TrialOutcome } from "./trial.js";

/** A trial that was trained up to an epoch, as a line of the results file has it. */
export interface TrialResult extends TrialOutcome {
  readonly trial: number;
  readonly settings: Settings;
  readonly seed: number;
  readonly until: number;
  readonly objective: number;
}

/** A sweep's results, a line of JSON each, written as they come in. What is there is not trained again. */
export class ResultsFile {
  static readonly name: string = "ResultsFile";

  readonly results: TrialResult[] = [];

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    // A process that was killed while it wrote leaves the beginning of a line.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    for (const line of whole.split("\n").filter((each) => each !== ""))
      this.results.push(readJson(line) as TrialResult);
  }

  find(trial: number, until: number): TrialResult | undefined {
    return this.results.find((each) => each.trial === trial && each.until === until);
  }

  add(result: TrialResult): void {
    appendFileSync(this.path, `${writeJson(result)}\n`);
    this.results.push(result);
  }
}
