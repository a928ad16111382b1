import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Generator } from "@mnist/tensor";
import { expect, it, onTestFinished } from "vitest";

/** MNIST_LONG_TESTS kills at 30 moments. */
const moments = process.env.MNIST_LONG_TESTS ? 30 : 4;
const script = fileURLToPath(new URL("../testing/training-child.ts", import.meta.url));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mnist-learner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Trains in a process of its own, killed that long after it has begun. Answers what it printed, and its milliseconds. */
async function train(folder: string, killAfter?: number): Promise<{ output: string; milliseconds: number }> {
  const command = ["--conditions=@mnist/source", "--import=tsx", script, folder];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => child.kill("SIGKILL");
  onTestFinished(() => void kill());
  const closed = once(child, "close");
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await Promise.race([once(child.stdout, "data"), closed]);
  const started = performance.now();
  if (killAfter !== undefined) await sleep(killAfter).then(kill);
  await closed;
  return { output, milliseconds: performance.now() - started };
}

it(
  `ends with the same weights after kill -9 at ${moments} random moments`,
  async () => {
    const whole = await train(temporaryFolder());
    expect(whole.output).toContain("sha256");
    const random = new Generator(1);
    let resumed = 0;
    for (let moment = 0; moment < moments; moment++) {
      const folder = temporaryFolder();
      const share = (moment + random.random32() / 2 ** 32) / moments;
      const killed = await train(folder, share * whole.milliseconds);
      const checkpoints = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
      if (checkpoints.length > 0 && killed.output === "ready\n") resumed++;
      expect((await train(folder)).output, `moment ${moment}`).toBe(whole.output);
      const left = readdirSync(folder).map((name) => name.replace(/\d+/, "n"));
      expect(left).toEqual(["checkpoint-n.safetensors", "checkpoint-n.safetensors", "log.jsonl"]);
    }
    expect(resumed).toBeGreaterThan(0);
  },
  60_000 + moments * 20_000,
);
