import { type AnyModule, Module } from "@mnist/nn";
import { sha256Later } from "@mnist/nn/formats";
import type { Tensor } from "@mnist/tensor";
import { bytesOf } from "./fingerprint.js";
import { type Json, writeJson } from "./json.js";
import { changing, type PlainSettings, settingsIn } from "./plain-settings.js";

/** Elements that are written down one by one. */
const fewest = 16;

/** A tensor as it was at a time. */
class Seen {
  readonly version: number;

  constructor(readonly tensor: Tensor) {
    this.version = tensor.storage.version;
  }

  async describe(): Promise<Json> {
    const { dtype, shape } = this.tensor;
    const values = await this.tensor.data();
    if (shape.length <= 1 && values.length <= fewest) return Array.from(values);
    const digest = await sha256Later(bytesOf(values));
    return `${dtype} [${shape.join(", ")}], SHA-256 ${digest.slice(0, 16)}`;
  }
}

type Settings = Readonly<Record<string, Json | Seen>>;

/** What a loss is set to, as it was when a fit was begun: its plain properties and its buffers. */
export class LossSettings {
  readonly #begun: Settings;

  /** A loss may know the model, whose parts are none of its settings. */
  constructor(
    readonly loss: unknown,
    readonly model: AnyModule,
  ) {
    this.#begun = settingsOf(loss, model);
  }

  /** The settings by name; `changing` in place of those that are not what they were. */
  async describe(): Promise<PlainSettings> {
    const now = settingsOf(this.loss, this.model);
    const described: Record<string, Json> = {};
    for (const name of Object.keys({ ...this.#begun, ...now })) {
      const [was, is] = [this.#begun[name], now[name]];
      if (was === undefined || is === undefined || !isSame(was, is)) described[name] = changing;
      else described[name] = is instanceof Seen ? await is.describe() : is;
    }
    return described;
  }
}

function isSame(was: Json | Seen, is: Json | Seen): boolean {
  if (!(was instanceof Seen && is instanceof Seen)) return writeJson(was) === writeJson(is);
  return was.tensor === is.tensor && was.version === is.version;
}

function settingsOf(loss: unknown, model: AnyModule): Settings {
  const settings: Record<string, Json | Seen> = {};
  for (const [prefix, part] of partsOf(loss, model)) {
    const at = (name: string): string => (prefix === "" ? name : `${prefix}.${name}`);
    const { values, tensors } = settingsIn(part);
    for (const [name, value] of Object.entries(values)) if (name !== "training") settings[at(name)] = value;
    for (const [name, tensor] of Object.entries(tensors)) settings[at(name)] = new Seen(tensor);
  }
  return settings;
}

function partsOf(loss: unknown, model: AnyModule): [string, object][] {
  if (!(loss instanceof Module)) return typeof loss === "function" ? [["", loss]] : [];
  const others = new Set(model.modules());
  return loss.namedModules().filter(([, part]) => !others.has(part));
}
