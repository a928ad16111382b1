import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isSoftware, workOf } from "./browser/work.js";
import { absence } from "./contestant-process.js";
import type { Contestant, Job, Measurement } from "./job.js";
import { jobs } from "./jobs/jobs.js";
import { scalingSeries } from "./jobs/scaling.js";
import { plotScaling } from "./plot.js";
import { tableOf, targetsOf } from "./report.js";
import { median } from "./run-job.js";
import { readSettings } from "./settings.js";
import { replaceBetween } from "./write-docs.js";

function measurement(contestant: string, threads: number, median: number, about = {}): Measurement {
  const isOurs = contestant !== "peer";
  return { contestant, isOurs, threads, figure: "epoch", median, best: median / 2, rounds: 5, about };
}

const result = {
  name: "job",
  title: "a job",
  measurements: [measurement("ours", 1, 10), measurement("ours", 2, 6), measurement("peer", 1, 40)],
  absent: ["another: not installed"],
  summary: [],
};

describe("bench", () => {
  it("reads what to run, and says what it does not know", () => {
    expect(readSettings(["curve", "--threads", "1,4", "--rounds", "9", "--no-peers"])).toMatchObject({
      jobs: [{ name: "curve" }],
      threads: [1, 4],
      rounds: 9,
      peers: false,
      docs: false,
    });
    expect(() => readSettings(["sing"])).toThrow("got the job sing; expected curve, threes-sevens");
    expect(() => readSettings(["--rounds", "0"])).toThrow(
      "--rounds: got 0; expected whole numbers from 1 up",
    );
  });

  it("has a place in the notebook for every job", () => {
    const notebook = readFileSync(new URL("../../../docs/performance.md", import.meta.url), "utf8");
    for (const { name } of jobs) expect(() => replaceBetween(notebook, name, "")).not.toThrow();
  });

  it("gives a driver on the processor less to do", () => {
    expect(["nvidia hopper", "google swiftshader"].map(isSoftware)).toEqual([false, true]);
    expect(workOf("digits-conv", true)).toMatchObject({ images: 128, sizes: [256, 512, 1024], runs: 1 });
    expect(workOf("digits-conv", false).sizes).toContain(4096);
  });

  it("says who cannot take part", () => {
    const page = (script: string): Contestant => ({
      name: script,
      runtime: "browser",
      script,
      threaded: false,
    });
    const around = { python: null, hasPeers: false, chrome: "ws://localhost", digits: "" };
    expect(absence(page("ours"), around)).toBeNull();
    expect(absence(page("jax"), around)).toBe("the JavaScript peers are not installed");
    expect(absence(page("ours"), { ...around, chrome: null })).toBe("no Chrome with WebGPU was found");
  });

  it("takes the middle of the rounds", () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  it("shows what one time is of another, and who was missing", () => {
    const table = tableOf(result);
    expect(table).toContain("| peer | 1 | epoch | 40.00 | 20.00 | 5 | 0.25 (best 0.25) |");
    expect(table).toContain("Not measured: another: not installed.");
  });

  it("holds each number of threads against the peer's, or one thread against all it has", () => {
    const job = { targets: [{ ours: "ours", peer: "peer", most: 0.2 }] } as unknown as Job;
    expect(targetsOf(job, result)).toEqual(["ours ≤ 0.200 × peer, 1 thread(s): 0.250, NOT met"]);
  });

  it("plots cost by width and by pictures", () => {
    const points = [
      measurement("a", 1, 20, { hidden: 100, images: 60_000 }),
      measurement("b", 1, 40, { hidden: 200, images: 60_000 }),
      measurement("c", 1, 10, { hidden: 100, images: 30_000 }),
    ];
    const { byWidth, byCount } = scalingSeries(points);
    expect(byWidth).toEqual([
      { x: 100, y: 10 },
      { x: 200, y: 20 },
    ]);
    expect(byCount.map(({ x }) => x)).toEqual([30_000, 60_000]);
    expect(plotScaling(byWidth, byCount).match(/<circle/g)).toHaveLength(4);
  });

  it("replaces what stands between two marks", () => {
    const page = "a\n<!-- bench job -->\nold\n<!-- end job -->\nb";
    expect(replaceBetween(page, "job", "new")).toBe("a\n<!-- bench job -->\nnew\n<!-- end job -->\nb");
    expect(() => replaceBetween(page, "other", "new")).toThrow("expected <!-- bench other -->");
  });
});
