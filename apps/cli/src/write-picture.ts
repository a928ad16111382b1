import { extname } from "node:path";
import { gradientTable, toPng, toSvg } from "@mnist/data";
import { UsageError } from "./command-line/errors.js";
import { writeWhole } from "./write-whole.js";

/** Writes a 28×28 picture as its file's ending says. @throws UsageError for other endings. */
export async function writePicture(path: string, pixels: Uint8Array, title: string): Promise<void> {
  const size = { width: 28, height: 28 };
  switch (extname(path).toLowerCase()) {
    case ".png":
      return await writeWhole(path, toPng(pixels, size));
    case ".svg":
      return await writeWhole(path, new TextEncoder().encode(toSvg(pixels, { ...size, title })));
    case ".html": {
      const head = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${title}</title>\n`;
      return await writeWhole(
        path,
        new TextEncoder().encode(`${head}${gradientTable(pixels, size)}\n</html>\n`),
      );
    }
    default:
      throw new UsageError(`--out ${path}: the name ends with none of .png, .svg and .html.`);
  }
}
