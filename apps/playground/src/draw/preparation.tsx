import type { PreparedStep } from "@mnist/data";
import { PixelPicture } from "../picture/pixel-picture.js";
import { drawingRead } from "../read/reading.js";

const captions: readonly { readonly name: PreparedStep["name"]; readonly text: string }[] = [
  { name: "ink", text: "ink found" },
  { name: "crop", text: "cut out" },
  { name: "box", text: "20 × 20" },
  { name: "centre", text: "centred" },
];

/** The drawing on its way to the 28 × 28 pixels that the network sees. */
export function Preparation() {
  const steps = drawingRead.value?.steps ?? [];
  return (
    <ol class="preparation" aria-label="How the drawing is prepared">
      {captions.map(({ name, text }) => {
        const picture = steps.find((step) => step.name === name);
        const isLeftOut = picture === undefined && steps.length > 0;
        return (
          <li key={name} title={isLeftOut ? "not needed: it stands in its place already" : undefined}>
            <div class={`preparation-frame preparation-${name}`}>
              {isLeftOut && <span>as it is</span>}
              {picture && (
                <PixelPicture
                  width={picture.width}
                  height={picture.height}
                  values={picture.pixels}
                  colours="ink"
                />
              )}
            </div>
            <span>{text}</span>
          </li>
        );
      })}
    </ol>
  );
}
