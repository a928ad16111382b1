import {
  compareObjectives,
  planTrials,
  type SweepProgress,
  type SweepSpec,
  type TrialResult,
} from "@mnist/learner/sweep";
import pc from "picocolors";

/** What a person sees while trials end: one line each, with the best so far and the time left. */
export class SweepProgressLine {
  readonly #started = performance.now();
  #best: TrialResult | null = null;
  #ended = 0;

  constructor(
    readonly spec: SweepSpec,
    readonly json: boolean,
    known: number,
  ) {
    if (known > 0) this.notice(`${known} results were there already and are not trained again`);
  }

  /** Says what is to come, as the first trial may take long. */
  begin(parallel: number | null): void {
    if (this.json) return;
    const { epochs } = this.spec;
    const trials = planTrials(this.spec).length;
    const words = [
      `${trials} ${trials === 1 ? "trial" : "trials"}`,
      `${epochs} ${epochs === 1 ? "epoch" : "epochs"} each`,
      ...(parallel === null ? [] : [`${Math.min(parallel, trials)} at once`]),
    ];
    console.log(pc.dim(words.join(", ")));
  }

  result(result: TrialResult, { done, total }: SweepProgress): void {
    this.#ended++;
    if (this.json) {
      const { epochs: _, ...rest } = result;
      console.log(JSON.stringify(rest));
      return;
    }
    const { spec } = this;
    const isBest =
      this.#best === null || compareObjectives(result.objective, this.#best.objective, spec.direction) < 0;
    if (isBest) this.#best = result;
    const settings = Object.keys(spec.parameters).map((name) => `${name} ${result.settings[name]}`);
    const seconds = (performance.now() - this.#started) / 1000;
    const left = Math.round((seconds / this.#ended) * (total - done));
    const cells = [
      `${String(done).padStart(String(total).length)}/${total}`,
      `trial ${result.trial}`,
      settings.join(" "),
      ...(spec.seeds.length > 1 ? [`seed ${result.seed}`] : []),
      `epoch ${result.until}`,
      `${spec.objective} ${result.objective.toPrecision(4)}${isBest ? " ★" : ""}`,
      pc.dim(`best ${this.#best?.objective.toPrecision(4)} (trial ${this.#best?.trial})   ${left} s left`),
    ];
    console.log(cells.join("   "));
  }

  notice(text: string): void {
    console.error(pc.yellow(text));
  }

  end(): void {
    if (!this.json) console.log("");
  }
}
