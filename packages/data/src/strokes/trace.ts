import type { SampleRandom } from "../sample-random.js";
import type { Skeleton } from "./form.js";
import type { Hand } from "./hand.js";

/** Points of the pen's path between two control points. */
const stepsPerSpan = 5;
/** The least width of a line relative to the hand's. */
const lightest = 0.4;

/** The pen's path: its points, how hard it presses at each, and where it is lifted. */
export interface Trace {
  readonly x: number[];
  readonly y: number[];
  /** Pen width at each point relative to the hand's. */
  readonly pressure: number[];
  /** Whether the pen draws from the point before to this one. */
  readonly drawn: boolean[];
}

/** A point between the poses (and a little beyond them), each control point moved by the hand's jitter. */
function blendPoses(skeleton: Skeleton, hand: Hand, random: SampleRandom): Float64Array {
  const shares = skeleton.poses.map(() => {
    const draw = random.uniform();
    return draw * draw * draw * draw + 0.01;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  const points = new Float64Array(skeleton.poses[0]!.length);
  skeleton.poses.forEach((pose, number) => {
    const share = (1.25 * shares[number]!) / total - 0.25 / shares.length;
    for (let i = 0; i < points.length; i++) points[i]! += share * pose[i]!;
  });
  for (let i = 0; i < points.length; i++) points[i]! += hand.jitter * random.normal();
  return points;
}

/** Turns, slants and stretches the points about the middle of the digit. */
function applyHand(points: Float64Array, hand: Hand): void {
  const square = hand.halfTurn * hand.halfTurn;
  const cosine = (1 - square) / (1 + square);
  const sine = (2 * hand.halfTurn) / (1 + square);
  for (let i = 0; i < points.length; i += 2) {
    const y = points[i + 1]! - 0.5;
    const x = (points[i]! - 0.3) * hand.aspect - hand.slant * y;
    points[i] = cosine * x - sine * y;
    points[i + 1] = sine * x + cosine * y;
  }
}

/**
 * A smooth field of displacements: a random polynomial of degree 3 without its affine part, which the hand's
 * slant, turn and aspect cover. It bends strokes, tapers the digit, swells its top at its bottom's expense.
 */
class Warp {
  readonly #coefficients = new Float64Array(14);

  constructor(strength: number, random: SampleRandom) {
    for (let i = 0; i < 14; i++) this.#coefficients[i] = strength * random.normal();
  }

  /** The displacement at (x, y) along one axis (0: x, 1: y). */
  at(x: number, y: number, axis: 0 | 1): number {
    const c = this.#coefficients;
    const u = 2 * Math.min(0.7, Math.max(-0.7, x));
    const v = 2 * Math.min(0.7, Math.max(-0.7, y));
    const from = 7 * axis;
    const square = c[from]! * u * u + c[from + 1]! * u * v + c[from + 2]! * v * v;
    const alongU = c[from + 3]! * u + c[from + 4]! * v;
    const alongV = c[from + 5]! * u + c[from + 6]! * v;
    return square + alongU * u * u + alongV * v * v;
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

/** The Catmull-Rom spline through b and c (a before, d after) at t in 0..1. */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** The path of the pen for one picture of a skeleton. */
export function traceSkeleton(skeleton: Skeleton, hand: Hand, random: SampleRandom): Trace {
  const points = blendPoses(skeleton, hand, random);
  applyHand(points, hand);
  const warp = new Warp(hand.elasticity, random);
  const pressures = Array.from({ length: points.length / 2 }, () =>
    Math.max(lightest, 1 + hand.pressure * random.normal()),
  );
  const trace: Trace = { x: [], y: [], pressure: [], drawn: [] };
  for (const { first, last, begins } of skeleton.curves) {
    for (let point = first; point < last; point++) {
      const before = 2 * Math.max(first, point - 1);
      const from = 2 * point;
      const to = 2 * Math.min(last, point + 1);
      const after = 2 * Math.min(last, point + 2);
      const start = point === first && begins ? 0 : 1;
      for (let step = start; step <= stepsPerSpan; step++) {
        const t = step / stepsPerSpan;
        const x = spline(points[before]!, points[from]!, points[to]!, points[after]!, t);
        const y = spline(points[before + 1]!, points[from + 1]!, points[to + 1]!, points[after + 1]!, t);
        trace.x.push(x + warp.at(x, y, 0));
        trace.y.push(y + warp.at(x, y, 1));
        trace.pressure.push(pressures[point]! + ease(t) * (pressures[to / 2]! - pressures[point]!));
        trace.drawn.push(step > 0);
      }
    }
  }
  return trace;
}
