import { type ColorDepth, colorDepth } from "@mnist/data";
import { display, type MimeBundle } from "../display.js";
import { MissingPackageError } from "../optional-package.js";
import { toBase64, toPNG } from "./to-png.js";
import { toSVG } from "./to-svg.js";
import type { VegaLiteSpec } from "./vega-lite-spec.js";

/** How a plot is put into characters. */
export interface TextOptions {
  /** Characters side by side, at most. @default the terminal's width, 80 where there is none */
  readonly columns?: number;
  /** @default what standard output shows */
  readonly colors?: ColorDepth;
}

/**
 * A drawing that is data: a Vega-Lite specification, from which SVG, PNG and text are made.
 *
 * @example
 * const plot = scatter([1, 2, 3], [1, 4, 9]);
 * console.log(`${plot}`); // in a terminal
 * await writeFile("squares.svg", await plot.toSVG());
 */
export class Plot {
  static readonly name: string = "Plot";

  constructor(
    /** What is drawn, its data inside, as plain JSON for any tool that reads Vega-Lite 5. */
    readonly spec: VegaLiteSpec,
    private readonly text: (options: Required<TextOptions>) => string,
  ) {}

  /**
   * The drawing as SVG.
   * @throws MissingPackageError where vega and vega-lite are not installed
   */
  toSVG(): Promise<string> {
    return toSVG(this.spec);
  }

  /**
   * The drawing as a PNG file on white, `scale` pixels for each of the SVG's.
   * @throws MissingPackageError where vega, vega-lite or, in Node, \@resvg/resvg-wasm and its font are not installed
   */
  async toPNG({ scale = 2 }: { readonly scale?: number } = {}): Promise<Uint8Array> {
    return toPNG(await this.toSVG(), scale);
  }

  /** The drawing as text: for the terminal's width and colours unless said otherwise. */
  toString(options: TextOptions = {}): string {
    const { columns = globalThis.process?.stdout?.columns ?? 80, colors = colorDepth() } = options;
    return this.text({ columns: Math.max(columns, 20), colors });
  }

  /** What a notebook picks from: SVG and PNG where they can be made here, the specification, and text. */
  async [display](): Promise<MimeBundle> {
    const drawn: [type: string, data: () => Promise<string>][] = [
      ["image/svg+xml", () => this.toSVG()],
      ["image/png", async () => toBase64(await this.toPNG({ scale: 1 }))],
    ];
    const bundle: Record<string, string | VegaLiteSpec> = {};
    for (const [type, data] of drawn) {
      try {
        bundle[type] = await data();
      } catch (error) {
        if (!(error instanceof MissingPackageError)) throw error;
      }
    }
    return {
      ...bundle,
      "application/vnd.vegalite.v5+json": this.spec,
      "text/plain": this.toString({ columns: 80, colors: "ascii" }),
    };
  }
}
