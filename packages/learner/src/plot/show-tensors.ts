import { gradientTable } from "@mnist/data";
import { Tensor } from "@mnist/tensor";
import { display, type MimeBundle } from "../display.js";

/** The most rows and columns that are shown as a table of numbers. */
const most = 32;

/**
 * From now on notebooks show a tensor of two axes, up to 32 by 32, as its numbers on gray ground, the darker the larger, as
 * the chapter's pictures of numbers are. All others they show as text.
 *
 * @source pandas.DataFrame(x).style.background_gradient("Greys")
 * @example
 * showTensors();
 */
export function showTensors(): void {
  Object.defineProperty(Tensor.prototype, display, {
    configurable: true,
    writable: true,
    async value(this: Tensor): Promise<MimeBundle> {
      const text = { "text/plain": this.toString() };
      const [height = 0, width = 0] = this.shape;
      const isPicture = this.ndim === 2 && Math.min(height, width) > 1 && Math.max(height, width) <= most;
      if (!isPicture) return text;
      const values = Array.from(await this.data(), Number);
      const maximum = values.reduce((largest, value) => Math.max(largest, value), 0) || 1;
      return { "text/html": gradientTable(values, { width, height, maximum, colors: "greys" }), ...text };
    },
  });
}
