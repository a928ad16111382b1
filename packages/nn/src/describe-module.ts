/** What `toJSON` answers: a module's class, its settings and the modules in it, but no weights. */
export interface Architecture {
  readonly type: string;
  readonly settings: Readonly<Record<string, Setting>>;
  readonly modules: Readonly<Record<string, Architecture>>;
  /** The modules' names in their order, where numbers among them make `modules` forget it. */
  readonly order?: readonly string[];
  /** For a module that stands in several places: the first of them, `0.1`, where it is described. */
  readonly sameAs?: string;
}

/** What a description needs to know of a module. */
interface Described {
  slots(): readonly (readonly [name: string, child: Described])[];
  extraRepr(): string;
  toJSON(): Architecture;
  toString(): string;
}

/** A setting that JSON can hold; null for a part that was left out, as a bias. */
export type Setting = string | number | boolean | null | readonly Setting[];

function isSetting(value: unknown): value is Setting {
  if (Array.isArray(value)) return value.every(isSetting);
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** A setting as JSON keeps it: `#NaN`, `#Infinity`, `#-Infinity` and `#-0`, and text of that form with one more `#`. */
function written(value: Setting): Setting {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : mark(value);
  return typeof value === "string" && /^#+(NaN|-?Infinity|-0)$/.test(value) ? `#${value}` : value;
}

const mark = (value: number): string => `#${Object.is(value, -0) ? "-0" : value}`;

/** Where the modules of the description at hand were met first; null between descriptions. */
let met: Map<Described, string> | null = null;
let place = "";

/** The class, the settings (public properties that JSON can hold) and the children of a module. */
export function architectureOf(module: Described): Architecture {
  const type = module.constructor.name;
  const here = met === null ? "" : place;
  const first = met?.get(module);
  if (first !== undefined) return { type, settings: {}, modules: {}, sameAs: first };
  const outer = met;
  met ??= new Map();
  met.set(module, here);
  try {
    const settings = Object.entries(module).flatMap(([name, value]) =>
      name !== "training" && isSetting(value) ? [[name, written(value)]] : [],
    );
    const modules = module.slots().map(([name, child]): [string, Architecture] => {
      place = here === "" ? name : `${here}.${name}`;
      return [name, child.toJSON()];
    });
    const order = modules.map(([name]) => name);
    const named = Object.fromEntries(modules);
    const isKept = Object.keys(named).every((name, i) => name === order[i]);
    return { type, settings: Object.fromEntries(settings), modules: named, ...(!isKept && { order }) };
  } finally {
    met = outer;
  }
}

/** A module and those in it as PyTorch prints them. */
export function printModule(module: Described): string {
  const settings = module.extraRepr();
  const children = module
    .slots()
    .map(([name, child]) => `  (${name}): ${child.toString().replaceAll("\n", "\n  ")}\n`);
  const name = module.constructor.name;
  if (children.length === 0) return `${name}(${settings})`;
  return `${name}(\n${settings === "" ? "" : `  ${settings}\n`}${children.join("")})`;
}

/** A setting as Python would print it: `True`, `None`, `1e-05`, `(3, 3)`. */
function python(value: Setting): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return value;
  return `(${value.map(python).join(", ")}${value.length === 1 ? "," : ""})`;
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const small = value !== 0 && Math.abs(value) < 1e-4;
  if (!small) return String(value);
  const [digits, exponent] = value.toExponential().split("e-") as [string, string];
  return `${digits}e-${exponent.padStart(2, "0")}`;
}

/** A number that Python keeps as a float: `1.0`. */
export function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : pythonNumber(value);
}

/** Settings as `extraRepr` gives them: `in_features=3, bias=True`; under an empty name the value alone. */
export function printSettings(
  positional: readonly Setting[],
  named: Readonly<Record<string, Setting>> = {},
): string {
  const parts = Object.entries(named).map(([name, value]) => `${name}=${python(value)}`);
  return [...positional.map(python), ...parts].join(", ");
}
