import type { Device } from "../backend/device.js";
import { selectedDevice } from "../backend/select-device.js";
import type { Tensor } from "../tensor.js";
import type { Ending } from "./ending.js";
import type { Junction, Node } from "./path.js";
import type { StepRun } from "./step-run.js";

/** Programs that are kept for one step; the one that was not used for longest goes first. */
const mostPrograms = 16;
/** Runs that may be recorded, more than programs are replayed. */
const mostPatience = 16;
/** Replays that make up for one recording. */
const replaysForOne = 8;

/** A step with arguments of certain shapes. */
export interface Start extends Junction {
  readonly title: string;
  readonly device: Device;
  /** Why a run could not be recorded. */
  refusal: string | null;
}

/** What is known of a step: the ways it has taken, with a program for each. */
export class Recordings {
  readonly #starts = new Map<string, Start[]>();
  readonly #endings = new Set<Ending>();
  #patience = mostPatience;

  /** Where a run with such arguments starts. */
  start(given: readonly Tensor[]): Start {
    const device = given[0]?.device ?? selectedDevice();
    const title = given.map(describe).join(", ") || "no arguments";
    const known = this.#starts.get(title) ?? [];
    let start = known.find((each) => each.device === device);
    if (start === undefined) {
      start = { parent: null, next: [], endings: [], title, device, refusal: obstacleTo(given, device) };
      this.#starts.set(title, [...known, start]);
    }
    return start;
  }

  /** Whether a run from there is to be followed or recorded. */
  isWorthwhile(start: Start, given: readonly Tensor[]): boolean {
    start.refusal = obstacleTo(given, start.device) ?? start.refusal;
    return (
      obstacleTo(given, start.device) === null &&
      (start.next.length > 0 || start.endings.length > 0 || this.#patience >= 1)
    );
  }

  /** Whether a run that took another way than those known may be recorded. */
  spendPatience(): boolean {
    if (this.#patience < 1) return false;
    this.#patience--;
    return true;
  }

  /** Takes in what a run was recorded as. */
  add(run: StepRun, ending: Ending): void {
    run.path.forEach((node) => {
      if (!node.parent!.next.includes(node)) node.parent!.next.push(node);
    });
    ending.at.endings.push(ending);
    this.#endings.add(ending);
    const [oldest] = this.#endings;
    if (this.#endings.size > mostPrograms) this.#forget(oldest!);
  }

  noteReplay(ending: Ending): void {
    this.#endings.delete(ending);
    this.#endings.add(ending);
    this.#patience = Math.min(mostPatience, this.#patience + 1 / replaysForOne);
  }

  #forget(ending: Ending): void {
    ending.release();
    this.#endings.delete(ending);
    let at = ending.at;
    at.endings.splice(at.endings.indexOf(ending), 1);
    while (at.parent !== null && at.next.length === 0 && at.endings.length === 0) {
      at.parent.next.splice(at.parent.next.indexOf(at as Node), 1);
      at = at.parent;
    }
  }

  explain(): string {
    return [...this.#starts.values()]
      .flat()
      .map((start) => this.#describe(start))
      .join("\n\n");
  }

  #describe(start: Start): string {
    const endings = endingsFrom(start).map((ending) => `${start.title}: ${ending.describe()}`);
    const { refusal } = start;
    if (refusal !== null)
      endings.push(`${start.title}: ${endings.length > 0 ? "at times " : ""}run as it is, since ${refusal}`);
    if (this.#patience < 1)
      endings.push(`${start.title}: no longer recorded, since it takes another way too often`);
    return endings.join("\n");
  }

  release(): void {
    for (const ending of this.#endings) ending.release();
    this.#endings.clear();
    this.#starts.clear();
    this.#patience = mostPatience;
  }
}

function endingsFrom(junction: Junction): Ending[] {
  return [...junction.endings, ...junction.next.flatMap(endingsFrom)];
}

function describe(tensor: Tensor): string {
  const { shape, dtype, device, strides } = tensor;
  const layout = tensor.isContiguous() ? "" : ` by strides [${strides.join()}]`;
  return `[${shape.join()}] ${dtype} ${device.name}${layout}`;
}

function obstacleTo(given: readonly Tensor[], device: Device): string | null {
  if (device.prepare === undefined) return `the device ${device.name} has no way to replay`;
  if (given.some((each) => each.device !== device)) return "its arguments are on several devices";
  return given.some(({ tape }) => tape !== null) ? "an argument is followed by gradients" : null;
}
