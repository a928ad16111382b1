import { optional } from "../optional-package.js";
import type { VegaLiteSpec } from "./vega-lite-spec.js";

/** What the packages' optional peers are installed as. */
const packages = ["vega@5", "vega-lite@5"];

/** A specification as an SVG drawing, without a browser. */
export async function toSVG(spec: VegaLiteSpec): Promise<string> {
  const [vega, lite] = await optional("toSVG", packages, () =>
    Promise.all([import("vega"), import("vega-lite")]),
  );
  const { spec: compiled } = lite.compile(spec as unknown as Parameters<typeof lite.compile>[0], {
    logger: vega.logger(vega.Error),
  });
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logLevel: vega.Error });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
