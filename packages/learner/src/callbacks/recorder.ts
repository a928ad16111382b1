import { noGradNow } from "@mnist/autograd/internal";
import { keep, stack, type Tensor } from "@mnist/tensor";
import { items } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback, CallbackState } from "../events.js";
import { momentumOf } from "../schedule/momentum.js";
import { smoothed } from "../schedule/smooth-loss.js";
import { Checked } from "../state/checked.js";

/**
 * Loss, learning rate and momentum of every training batch of a fit. Losses stay tensors until the epoch's training ends, so
 * that no batch waits for the device.
 *
 * @source fastai.learner.Recorder
 * @example
 * const recorder = new Recorder();
 * await learner.fitOneCycle(1, 0.1, { callbacks: [recorder] });
 * recorder.losses.length; // the batches of an epoch
 */
export class Recorder implements AnyCallback {
  static readonly name: string = "Recorder";

  readonly name = Recorder.name;
  readonly order = 50;
  readonly isObserver = true;
  /** The batches' losses up to the end of the latest epoch's training. */
  readonly losses: number[] = [];
  /** Learning rates of the first parameter group. */
  readonly lrs: number[] = [];
  /** Its momentum or first beta; NaN where it has none. */
  readonly momentums: number[] = [];
  #unread: Tensor[] = [];

  /** The losses averaged over the latest 50 or so. @source fastai.learner.AvgSmoothLoss */
  get smoothLosses(): number[] {
    return smoothed(this.losses);
  }

  beforeFit(): void {
    for (const list of [this.losses, this.lrs, this.momentums]) list.length = 0;
    this.#unread = [];
  }

  afterBatch({ training, loss, learner }: AnyContext): void {
    if (!training || loss === null) return;
    const group = learner.optimizer?.paramGroups[0];
    this.#unread.push(keep(loss.detach()));
    this.lrs.push(group?.lr ?? Number.NaN);
    this.momentums.push(group ? momentumOf(group) : Number.NaN);
  }

  async afterTrain(): Promise<void> {
    const unread = this.#unread;
    this.#unread = [];
    this.losses.push(...(await items(unread)));
  }

  stateDict(): CallbackState {
    const { losses, lrs, momentums } = this;
    const unread = this.#unread;
    return {
      values: { losses: [...losses], lrs: [...lrs], momentums: [...momentums] },
      tensors: unread.length === 0 ? {} : { unread: noGradNow(() => stack(unread)) },
    };
  }

  loadStateDict({ values, tensors = {} }: CallbackState): void {
    const state = new Checked(values, this.name, "state");
    const numbers = (key: string): number[] =>
      state
        .at(key)
        .list()
        .map((value) => value.number());
    const [losses, lrs, momentums] = [numbers("losses"), numbers("lrs"), numbers("momentums")];
    this.losses.splice(0, this.losses.length, ...losses);
    this.lrs.splice(0, this.lrs.length, ...lrs);
    this.momentums.splice(0, this.momentums.length, ...momentums);
    this.#unread = tensors.unread?.unbind() ?? [];
  }
}
