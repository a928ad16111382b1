import { DeviceError } from "@mnist/tensor";
import { optional } from "../optional-package.js";

/** What the packages' optional peers are installed as. */
const packages = ["@resvg/resvg-wasm@2", "@fontsource/dejavu-sans@5"];

type Resvg = typeof import("@resvg/resvg-wasm");

/** The renderer and its font, once they are loaded: its module may be made ready only once. */
let loading: Promise<{ readonly resvg: Resvg; readonly font: Uint8Array }> | undefined;

async function load() {
  const { createRequire } = process.getBuiltinModule("node:module");
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  const require = createRequire(import.meta.url);
  const file = (path: string): Promise<Uint8Array> => readFile(require.resolve(path));
  const resvg = await import("@resvg/resvg-wasm");
  const [wasm, font] = await Promise.all([
    file("@resvg/resvg-wasm/index_bg.wasm"),
    file("@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2"),
  ]);
  await resvg.initWasm(wasm);
  return { resvg, font };
}

/** A page draws by itself. */
async function drawnByPage(svg: string, scale: number): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  const context = canvas.getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return new Uint8Array(await blob!.arrayBuffer());
}

/** An SVG drawing as a PNG file on white, `scale` pixels for each of its own. */
export async function toPNG(svg: string, scale: number): Promise<Uint8Array> {
  if (typeof document !== "undefined") return drawnByPage(svg, scale);
  if (globalThis.process?.getBuiltinModule === undefined) {
    throw new DeviceError({
      operation: "toPNG",
      got: "a worker without files and without a document",
      expected: "Node or a page",
      hint: "Try toSVG() here, and make the PNG of it in the page.",
    });
  }
  loading ??= optional("toPNG", packages, load);
  const { resvg, font } = await loading.catch((error: unknown) => {
    loading = undefined; // it may be installed later
    throw error;
  });
  const drawing = new resvg.Resvg(svg, {
    background: "white",
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: [font], defaultFontFamily: "DejaVu Sans" },
  });
  try {
    return drawing.render().asPng();
  } finally {
    drawing.free();
  }
}

/** A file's bytes in letters, for notebooks and addresses. */
export function toBase64(file: Uint8Array): string {
  return btoa(Array.from(file, (byte) => String.fromCharCode(byte)).join(""));
}
