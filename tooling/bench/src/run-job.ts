import { absence, ContestantProcess, type Surroundings } from "./contestant-process.js";
import { isOurs, type Job, type Measurement } from "./job.js";

export interface RunSettings {
  readonly threads: readonly number[];
  readonly rounds: number;
}

export interface JobResult {
  readonly name: string;
  readonly title: string;
  readonly measurements: readonly Measurement[];
  readonly absent: readonly string[];
  readonly summary: readonly string[];
}

/**
 * Sets all contestants up, then lets them run in turn, round after round, so that a busy machine slows all of them alike.
 * Each times itself within its process.
 */
export async function runJob(
  job: Job,
  { threads, rounds }: RunSettings,
  surroundings: Surroundings,
): Promise<JobResult> {
  const absent: string[] = [];
  const running: {
    process: ContestantProcess;
    figures: Map<string, number[]>;
    about: Measurement["about"];
    most: number;
  }[] = [];
  try {
    for (const contestant of job.contestants) {
      const reason = absence(contestant, surroundings);
      if (reason !== null) absent.push(`${contestant.name}: ${reason}`);
      else
        for (const count of contestant.threaded ? threads : [1]) {
          const process = new ContestantProcess(contestant, count, surroundings);
          try {
            const about = await process.ready();
            const most = Number(about.mostRounds ?? contestant.mostRounds ?? rounds);
            running.push({ process, figures: new Map(), about, most });
          } catch (error) {
            absent.push(`${contestant.name}: ${(error as Error).message}`);
          }
        }
    }
    for (let round = 0; round < rounds; round++) {
      for (const each of running) {
        if (round >= each.most) continue;
        const { process, figures } = each;
        try {
          for (const [figure, value] of Object.entries(await process.round()))
            figures.set(figure, [...(figures.get(figure) ?? []), value]);
        } catch (error) {
          absent.push(`${process.contestant.name}, after ${round} rounds: ${(error as Error).message}`);
          each.most = round;
        }
      }
    }
  } finally {
    await Promise.all(running.map(({ process }) => process.end()));
  }
  const measurements = running.flatMap(({ process, figures, about }) =>
    [...figures].map(
      ([figure, values]): Measurement => ({
        contestant: process.contestant.name,
        isOurs: isOurs(process.contestant),
        threads: process.threads,
        figure: process.contestant.part === undefined ? figure : `${process.contestant.part}, ${figure}`,
        median: median(values),
        best: Math.min(...values),
        rounds: values.length,
        about,
      }),
    ),
  );
  return {
    name: job.name,
    title: job.title,
    measurements,
    absent: [...new Set(absent)],
    summary: job.summarize?.(measurements) ?? [],
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
