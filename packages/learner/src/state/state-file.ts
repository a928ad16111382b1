import { FileError } from "@mnist/data";
import type { StateDict } from "@mnist/nn";
import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import type { OptimizerState } from "@mnist/nn/optim";
import { cpu, fromData, Generator, type Tensor } from "@mnist/tensor";
import type { EpochRecord } from "../epoch-record.js";
import type { CallbackState } from "../events.js";
import { Checked } from "./checked.js";
import type { Fingerprint } from "./fingerprint.js";
import { type Json, writeJson } from "./json.js";
import type { FitState, PassState, SavedState, TrainingState } from "./training-state.js";

const format = "mnist-training-2";
/** A long run's losses are in the header, so that it may be as long as the format allows. */
const limits = { maximumHeaderBytes: 100_000_000 };

/** A training state's bytes and what to call them in messages. */
export interface StateFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @internal Bytes that have no name yet get one. */
export function named(file: StateFile | Uint8Array): StateFile {
  return file instanceof Uint8Array ? { name: "training state", bytes: file } : file;
}

/** A training state as one safetensors file; what is not a tensor is JSON in its metadata. */
export async function writeState(
  { model, optimizer, random, history, fit }: TrainingState,
  run: Fingerprint,
): Promise<Uint8Array> {
  const tensors: StateDict = {};
  const put = (prefix: string, state: Readonly<StateDict>): void => {
    for (const [name, tensor] of Object.entries(state)) tensors[`${prefix}.${name}`] = tensor;
  };
  put("model", model);
  put("optimizer", optimizer?.tensors ?? {});
  for (const [name, bytes] of Object.entries(random)) {
    tensors[`random.${name}`] = fromData(bytes, [bytes.length], { dtype: "uint8", device: cpu });
  }
  const callbacks = Object.entries(fit?.callbacks ?? {});
  callbacks.forEach(([, state], i) => {
    put(`callback.${i}`, state.tensors ?? {});
  });
  if (fit?.pass) {
    const { order } = fit.pass;
    tensors["pass.order"] = fromData(order, [order.length], { dtype: "int32", device: cpu });
    if (fit.pass.losses !== null) tensors["pass.losses"] = fit.pass.losses;
  }
  return saveSafetensors(tensors, {
    format,
    run: writeJson(run),
    optimizer: writeJson(optimizer && withoutTensors(optimizer)),
    history: writeJson(history),
    fit: writeJson(
      fit && {
        ...fit,
        pass: fit.pass && { seed: fit.pass.seed, ends: fit.pass.ends ?? null, seconds: fit.pass.seconds },
        callbacks: callbacks.map(([name, { values = null }]) => [name, values]),
      },
    ),
  });
}

/**
 * The state that `writeState` wrote, with all that can be told from the file alone checked.
 *
 * @throws DataError naming the file and what is wrong with it.
 */
export async function readState({ name, bytes }: StateFile): Promise<SavedState> {
  const { tensors, metadata, isSealed } = loadSafetensors(bytes, name, limits);
  if (metadata.format !== format) {
    throw new FileError({
      file: name,
      got: "a safetensors file without a training state",
      expected: `metadata with the format ${format}`,
      hint: "learner.save() writes such files; a model alone is read by loadSafetensors.",
    });
  }
  if (!isSealed) {
    throw new FileError({
      file: name,
      got: "a training state without its SHA-256",
      expected: "all that was written",
    });
  }
  const parts = new Parts(tensors);
  const field = (key: string): Checked => Checked.parse(metadata[key], name, key);
  const history = field("history").list().map(toRecord);
  const random: Record<string, Uint8Array> = {};
  for (const [key, tensor] of Object.entries(parts.under("random"))) {
    random[key] = await toBytes(tensor, name, `random.${key}`);
  }
  return {
    run: field("run").record(),
    model: parts.under("model"),
    optimizer: toOptimizer(field("optimizer"), parts),
    random,
    history,
    fit: await toFit(field("fit"), parts, history.length),
  };
}

/** The tensors of a file by the first words of their names. */
class Parts {
  constructor(readonly tensors: Readonly<StateDict>) {}

  under(prefix: string): StateDict {
    const named = Object.entries(this.tensors).filter(([name]) => name.startsWith(`${prefix}.`));
    return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]));
  }
}

async function toBytes(tensor: Tensor, file: string, name: string): Promise<Uint8Array> {
  const values = await tensor.data();
  if (values instanceof Uint8Array && isGeneratorState(values)) return values;
  throw new FileError({
    file,
    got: `${tensor.dtype} of shape [${tensor.shape.join(", ")}] as ${name}`,
    expected: "the state of a Generator",
  });
}

function isGeneratorState(bytes: Uint8Array): boolean {
  try {
    new Generator().setState(bytes);
    return true;
  } catch {
    return false;
  }
}

function toRecord(checked: Checked): EpochRecord {
  const number = (key: string): number => checked.at(key).number();
  const metrics = checked.at("metrics").entries();
  return {
    epoch: checked.at("epoch").whole(1),
    trainLoss: number("trainLoss"),
    validLoss: number("validLoss"),
    metrics: Object.fromEntries(metrics.map(([name, value]) => [name, value.number()])),
    seconds: number("seconds"),
    validSeconds: number("validSeconds"),
  };
}

function withoutTensors({ tensors: _tensors, ...rest }: OptimizerState): Json {
  return { ...rest } as Json;
}

function toOptimizer(checked: Checked, parts: Parts): OptimizerState | null {
  if (checked.value === null) return null;
  const steps = checked.at("steps").entries();
  const numbers = checked.record().numbers === undefined ? [] : checked.at("numbers").entries();
  return {
    paramGroups: checked
      .at("paramGroups")
      .list()
      .map((group) => ({
        parameters: group
          .at("parameters")
          .list()
          .map((number) => number.whole(0)),
        settings: Object.fromEntries(
          group
            .at("settings")
            .entries()
            .map(([name, setting]) => [name, setting.setting()]),
        ),
      })),
    steps: Object.fromEntries(steps.map(([number, step]) => [number, step.whole(0)])),
    ...(numbers.length > 0 && {
      numbers: Object.fromEntries(numbers.map(([name, value]) => [name, value.number()])),
    }),
    tensors: parts.under("optimizer"),
  };
}

async function toFit(checked: Checked, parts: Parts, records: number): Promise<FitState | null> {
  if (checked.value === null) return null;
  const epochs = checked.at("epochs").whole(0);
  const batches = checked.at("batches").whole(0);
  const place = checked.at("position");
  const position = {
    epoch: place.at("epoch").whole(1, epochs + 1),
    batch: place.at("batch").whole(0, batches),
  };
  const pass = checked.at("pass");
  if (pass.value === null && position.batch > 0) pass.refuse("the epoch under way");
  const callbacks = checked
    .at("callbacks")
    .list()
    .map((entry, i): [string, CallbackState] => [
      entry.at("0").text(),
      { values: entry.at("1").value as Json, tensors: parts.under(`callback.${i}`) },
    ]);
  const frozen = checked.record().frozen === undefined ? null : checked.at("frozen").list();
  return {
    frozen: frozen?.map((name) => name.text()) ?? null,
    epochs,
    batches,
    position,
    step: checked.at("step").whole(0),
    finished: checked.at("finished").whole(0, records),
    pass: pass.value === null ? null : await toPass(pass, parts),
    callbacks: Object.fromEntries(callbacks),
  };
}

async function toPass(checked: Checked, parts: Parts): Promise<PassState> {
  const { order, losses = null } = parts.under("pass");
  const values = await order?.data();
  if (!(values instanceof Int32Array)) checked.refuse("an epoch with its order, the int32 tensor pass.order");
  const ends = checked.at("ends");
  return {
    order: values,
    seed: checked.at("seed").whole(0),
    ...(ends.value !== null && { ends: ends.list().map((end) => end.whole(0, values.length)) }),
    losses,
    seconds: checked.at("seconds").number(),
  };
}
