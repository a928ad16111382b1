import { Generator } from "@mnist/tensor";
import type { ParameterRange, SettingValue, SweepSpec } from "./sweep-spec.js";

export type Settings = Readonly<Record<string, SettingValue>>;

/** The settings that a sweep tries, in their order; the same for the same description. */
export function proposeSettings(spec: SweepSpec): Settings[] {
  const ranges = Object.entries(spec.parameters);
  if (spec.search === "grid") return grid(ranges);
  const random = new Generator(spec.searchSeed);
  const share = (): number => random.random32() / 2 ** 32;
  const shares = ranges.map(() =>
    spec.search === "random"
      ? Array.from({ length: spec.trials }, share)
      : latinHypercube(spec.trials, share),
  );
  return Array.from({ length: spec.trials }, (_, trial) =>
    Object.fromEntries(ranges.map(([name, range], i) => [name, valueAt(range, shares[i]![trial]!)])),
  );
}

/** Every value with every other; the last setting changes fastest. */
function grid(ranges: readonly (readonly [string, ParameterRange])[]): Settings[] {
  return ranges.reduce<Settings[]>(
    (made, [name, range]) =>
      made.flatMap((settings) =>
        ("values" in range ? range.values : []).map((value) => ({ ...settings, [name]: value })),
      ),
    [{}],
  );
}

/** One share from each of `count` equal parts of 0..1, in random order. @source McKay, Beckman and Conover 1979 */
function latinHypercube(count: number, share: () => number): number[] {
  const shares = Array.from({ length: count }, (_, part) => (part + share()) / count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(share() * (i + 1));
    [shares[i], shares[j]] = [shares[j]!, shares[i]!];
  }
  return shares;
}

/** The value that lies at a share 0..1 of a range. */
function valueAt(range: ParameterRange, share: number): SettingValue {
  if ("values" in range) return range.values[Math.floor(share * range.values.length)]!;
  const { min, max, scale, whole } = range;
  const value = scale === "log" ? min * (max / min) ** share : min + (max - min) * share;
  return whole ? Math.round(value) : Number(value.toPrecision(6));
}
