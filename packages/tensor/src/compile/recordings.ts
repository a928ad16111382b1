import type { Device } from "../backend/device.js";
import { selectedDevice } from "../backend/select-device.js";
import { sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { Ending } from "./ending.js";
import type { Junction, Node } from "./path.js";
import type { StepRun } from "./step-run.js";

/** Kinds of arguments that are told apart; the one that came first goes first. */
const mostStarts = 64;
/** Programs that are kept for one step; the one that was not used for longest goes first. */
const mostPrograms = 16;
/** Runs that may be recorded, more than programs are replayed. */
const mostPatience = 16;
/** Replays that make up for one recording. */
const replaysForOne = 8;

/** What two runs' arguments have to have in common. */
interface ArgumentKind extends Pick<Tensor, "shape" | "dtype"> {
  /** Null where the elements lie in row-major order. */
  readonly strides: readonly number[] | null;
}

/** A step with arguments of certain shapes. */
export interface Start extends Junction {
  readonly arguments: readonly ArgumentKind[];
  readonly device: Device;
  /** Why a run could not be recorded. */
  refusal: string | null;
}

/** What is known of a step: the ways it has taken, with a program for each. */
export class Recordings {
  readonly #starts: Start[] = [];
  /** Where the latest run started, as most runs start where the last one did; */
  #latest: Start | null = null;
  /** the least recently used first. */
  readonly #endings = new Set<Ending>();
  #latestEnding: Ending | null = null;
  #patience = mostPatience;

  /** Where a run with such arguments starts. */
  start(given: readonly Tensor[]): Start {
    const device = given[0]?.device ?? selectedDevice();
    if (this.#latest === null || !takes(this.#latest, given, device))
      this.#latest = this.#starts.find((each) => takes(each, given, device)) ?? this.#addStart(given, device);
    return this.#latest;
  }

  #addStart(given: readonly Tensor[], device: Device): Start {
    const kinds = given.map((each) => ({
      shape: each.shape,
      dtype: each.dtype,
      strides: each.isContiguous() ? null : each.strides,
    }));
    const start: Start = { parent: null, next: [], endings: [], arguments: kinds, device, refusal: null };
    this.#starts.push(start);
    if (this.#starts.length > mostStarts)
      for (const ending of endingsFrom(this.#starts.shift()!)) this.#forget(ending);
    return start;
  }

  /** Whether a run from there is to be followed or recorded. */
  isWorthwhile(start: Start, given: readonly Tensor[]): boolean {
    const obstacle = obstacleTo(given, start.device);
    start.refusal = obstacle ?? start.refusal;
    return obstacle === null && (start.next.length > 0 || start.endings.length > 0 || this.#patience >= 1);
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
    this.#latestEnding = ending;
    const [oldest] = this.#endings;
    if (this.#endings.size > mostPrograms) this.#forget(oldest!);
  }

  noteReplay(ending: Ending): void {
    if (ending !== this.#latestEnding) {
      this.#endings.delete(ending);
      this.#endings.add(ending);
      this.#latestEnding = ending;
    }
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
    return this.#starts.map((start) => this.#describe(start)).join("\n\n");
  }

  #describe(start: Start): string {
    const title = start.arguments.map((kind) => describe(kind, start.device)).join(", ") || "no arguments";
    const endings = endingsFrom(start).map((ending) => `${title}: ${ending.describe()}`);
    const { refusal } = start;
    if (refusal !== null)
      endings.push(`${title}: ${endings.length > 0 ? "at times " : ""}run as it is, since ${refusal}`);
    if (this.#patience < 1)
      endings.push(`${title}: no longer recorded, since it takes another way too often`);
    return endings.join("\n");
  }

  release(): void {
    for (const ending of this.#endings) ending.release();
    this.#endings.clear();
    this.#starts.length = 0;
    this.#latest = null;
    this.#latestEnding = null;
    this.#patience = mostPatience;
  }
}

function endingsFrom(junction: Junction): Ending[] {
  return [...junction.endings, ...junction.next.flatMap(endingsFrom)];
}

function describe({ shape, dtype, strides }: ArgumentKind, device: Device): string {
  const layout = strides === null ? "" : ` by strides [${strides.join()}]`;
  return `[${shape.join()}] ${dtype} ${device.name}${layout}`;
}

/** Whether a run with such arguments starts there. */
function takes(start: Start, given: readonly Tensor[], device: Device): boolean {
  const { arguments: kinds } = start;
  if (start.device !== device || kinds.length !== given.length) return false;
  for (let i = 0; i < given.length; i++) {
    const [kind, tensor] = [kinds[i]!, given[i]!];
    if (kind.dtype !== tensor.dtype || !sameShape(kind.shape, tensor.shape)) return false;
    if (kind.strides === null ? !tensor.isContiguous() : !sameShape(kind.strides, tensor.strides))
      return false;
  }
  return true;
}

function obstacleTo(given: readonly Tensor[], device: Device): string | null {
  if (device.defer === undefined) return `the device ${device.name} has no way to replay`;
  for (const each of given) {
    if (each.device !== device) return "its arguments are on several devices";
    if (each.tape !== null) return "an argument is followed by gradients";
  }
  return null;
}
