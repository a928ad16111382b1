import type { CurveRequest } from "../worker/protocol.js";
import { presets } from "./presets.js";

const mostSteps = 20_000;
const points = 20;

function numbers(text: string | null, count: number): readonly number[] | null {
  const found = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return found.length === count && found.every(Number.isFinite) ? found : null;
}

function number(text: string | null, isRight: (value: number) => boolean, otherwise: number): number {
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) && isRight(value) ? value : otherwise;
}

/** What decides the curve's run, as an address has it: what differs from its beginnings. */
export function formatCurve(request: CurveRequest): string {
  const usual = request.scaled ? presets.scaled : presets.plain;
  const parts: string[] = request.scaled ? [] : ["time=measured"];
  if (request.lr !== usual.lr) parts.push(`lr=${request.lr}`);
  if (request.steps !== usual.steps) parts.push(`steps=${request.steps}`);
  if (request.momentum !== usual.momentum) parts.push(`momentum=${request.momentum}`);
  if (request.seed !== 42) parts.push(`seed=${request.seed}`);
  if (request.speed !== null) parts.push(`points=${request.speed}`);
  if (request.start !== null) parts.push(`start=${request.start}`);
  return parts.join("&").replaceAll("+", ""); // 1e+21 as 1e21: in an address a plus is a space
}

/** The run of an address; what it doesn't say, or says wrong, is as usual. */
export function parseCurve(query: string): CurveRequest {
  const parts = new URLSearchParams(query);
  const usual = parts.get("time") === "measured" ? presets.plain : presets.scaled;
  const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 31;
  const start = numbers(parts.get("start"), 3);
  return {
    scaled: usual.scaled,
    lr: number(parts.get("lr"), (value) => value > 0, usual.lr),
    steps: number(
      parts.get("steps"),
      (value) => isWhole(value) && value >= 1 && value <= mostSteps,
      usual.steps,
    ),
    momentum: number(parts.get("momentum"), (value) => value >= 0 && value < 1, usual.momentum),
    seed: number(parts.get("seed"), isWhole, 42),
    speed: numbers(parts.get("points"), points),
    start: start === null ? null : [start[0]!, start[1]!, start[2]!],
  };
}
