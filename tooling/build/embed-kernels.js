// Compiles packages/tensor's AssemblyScript kernels and writes them, compressed together and as base64, into a git-ignored
// TypeScript file. The builds differ in few places, so that the second costs little beside the first.
// usage: node embed-kernels.js      Does nothing when sources, compiler and options are those of the last time.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "../../packages/tensor/src/backend/wasm");
const sources = join(folder, "assembly");
const target = join(folder, "embedded.ts");

const options = [
  "--optimizeLevel",
  "3",
  "--runtime",
  "stub",
  "--noAssert",
  "--use",
  "abort=",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
  "--exportTable",
];
const builds = { simd: "threads,simd", relaxedSimd: "threads,simd,relaxed-simd" };

// Functions are inlined by AssemblyScript's decorator, which no editor that knows TypeScript accepts before a function: the
// sources have "@inline" as the last word of a comment, and it is put behind the comment here.
const inlineMark = /@inline\s*\*\//g;

/** @returns {Promise<boolean>} whether anything had to be compiled */
export async function embedKernels() {
  const files = Object.fromEntries(
    readdirSync(sources)
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => [name, readFileSync(join(sources, name), "utf8").replace(inlineMark, "*/ @inline")]),
  );
  // The compiler is found from here, wherever a bundler puts this file.
  const compiler = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  const { version } = JSON.parse(readFileSync(compiler, "utf8"));
  const inputs = JSON.stringify([
    files,
    version,
    options,
    builds,
    readFileSync(fileURLToPath(import.meta.url), "utf8"),
  ]);
  const stamp = `// Generated from assembly/*.ts, inputs ${createHash("sha256").update(inputs).digest("hex")}\n`;
  if (existsSync(target) && readFileSync(target, "utf8").startsWith(stamp)) return false;

  const { default: asc } = await import(pathToFileURL(join(dirname(compiler), "dist/asc.js")).href);
  const binaries = [];
  for (const features of Object.values(builds)) binaries.push(await compile(asc, files, features));
  const packed = deflateRawSync(Buffer.concat(binaries), { level: 9 }).toString("base64");
  const lengths = Object.keys(builds).map((name, i) => `${name}: ${binaries[i].length}`);
  const text = `${stamp}
/** Bytes of WebAssembly in each build, in the order in which they lie in \`packed\`. */
export const lengths = { ${lengths.join(", ")} } as const;

/** The beginning of a SHA-256 over all builds. */
export const build = "${createHash("sha256").update(Buffer.concat(binaries)).digest("hex").slice(0, 16)}";

/** The builds one behind the other, deflated, as base64. */
export const packed =
  "${packed}";
`;
  // Two processes may generate at once: each writes a file of its own and renames it into place.
  const temporary = `${target}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, target);
  return true;
}

/** @returns {Promise<Uint8Array>} */
async function compile(asc, files, features) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    ["kernels.ts", "--outFile", "kernels.wasm", "--enable", features, ...options],
    {
      readFile: (name) => files[name] ?? null,
      writeFile: (name, contents) => {
        if (name === "kernels.wasm") binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`AssemblyScript could not compile ${sources}\n${stderr.toString()}`, { cause: error });
  return binary;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const start = performance.now();
  if (await embedKernels())
    process.stdout.write(`kernels embedded in ${Math.round(performance.now() - start)} ms\n`);
}
