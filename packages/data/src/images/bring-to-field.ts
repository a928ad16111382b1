import type { ImageBytes } from "../image-folder.js";
import { applyResize } from "../transforms/resize.js";
import { type Picture, toGrayscale } from "./png/decode-png.js";
import { prepareDigit } from "./prepare-digit/prepare-digit.js";

/** How a picture is brought to 28×28: as a drawn digit is found, or scaled whole. */
export type Preparation = "digit" | "resize";

/** The side of the pictures that the recipes learn from. */
export const side = 28;

/** Brings pictures of any size and colour to 28×28 in gray, and counts what it changed. */
export class FieldPictures {
  #resized = new Map<string, number>();
  #inColour = 0;

  constructor(readonly prepare: Preparation = "resize") {}

  readonly bring = (picture: Picture): ImageBytes => {
    const { width, height, channels } = picture;
    if (this.prepare === "digit") return { width: side, height: side, data: prepareDigit(picture).pixels };
    if (channels > 2) this.#inColour++;
    const gray = channels === 1 ? picture.data : toGrayscale(picture);
    if (width === side && height === side) return { width, height, data: gray };
    this.#resized.set(`${width}×${height}`, (this.#resized.get(`${width}×${height}`) ?? 0) + 1);
    return { width: side, height: side, data: toField(gray, width, height) };
  };

  /** Whether any picture had to be changed, and how; undefined where all were 28×28 in gray. */
  get preparation(): Preparation | undefined {
    if (this.prepare === "digit") return "digit";
    return this.#resized.size > 0 || this.#inColour > 0 ? "resize" : undefined;
  }

  /** What was done, a sentence each. */
  notes(): string[] {
    if (this.prepare === "digit") return ["each picture was taken for a drawn digit, cut out and centred"];
    const sizes = [...this.#resized.keys()];
    const resized = [...this.#resized.values()].reduce((sum, count) => sum + count, 0);
    const shown = sizes.length > 3 ? `${sizes.length} sizes` : sizes.join(", ");
    return [
      ...(resized > 0 ? [`${resized} pictures of ${shown} were scaled to ${side}×${side}`] : []),
      ...(this.#inColour > 0 ? [`${this.#inColour} pictures in colour were turned to gray`] : []),
    ];
  }
}

/** Gray bytes of any size at 28×28. */
export function toField(gray: Uint8Array, width: number, height: number): Uint8Array {
  const picture = { channels: 1, width, height, data: Float32Array.from(gray) };
  const { data } = applyResize({ kind: "resize", width: side, height: side }, picture);
  return Uint8Array.from(data, Math.round);
}
