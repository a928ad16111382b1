import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import asc from "assemblyscript/asc";

const CHAINS = 12;
const LANES = 4;
const STEPS = 2_000_000;

export interface Limit {
  readonly build: "relaxed-simd" | "simd";
  /** Floating-point operations a second, of which a multiply-add is two. */
  measure(): number;
}

/** A loop of 128-bit multiply-adds on registers, built as the kernels are. */
export async function multiplyAddLimit(): Promise<Limit> {
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  const relaxed = await build("simd,relaxed-simd");
  const bytes = WebAssembly.validate(relaxed) ? relaxed : await build("simd");
  const { instance } = await WebAssembly.instantiate(bytes);
  const multiplyAdds = instance.exports.multiplyAdds as (count: number, factor: number) => number;
  return {
    build: bytes === relaxed ? "relaxed-simd" : "simd",
    measure() {
      const start = performance.now();
      multiplyAdds(STEPS, 1e-20);
      return (STEPS * CHAINS * LANES * 2 * 1e3) / (performance.now() - start);
    },
  };
}

async function build(features: string): Promise<Uint8Array<ArrayBuffer>> {
  let binary = new Uint8Array(0);
  const source = readFileSync(new URL("./registers.ts", import.meta.url), "utf8");
  const { error, stderr } = await asc.main(
    [
      "registers.ts",
      "--outFile",
      "registers.wasm",
      "--enable",
      features,
      "--optimizeLevel",
      "3",
      "--runtime",
      "stub",
    ],
    {
      readFile: (name: string) => (name === "registers.ts" ? source : null),
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === "registers.wasm") binary = Uint8Array.from(contents as Uint8Array);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`registers.ts does not compile\n${stderr.toString()}`, { cause: error });
  return binary;
}
