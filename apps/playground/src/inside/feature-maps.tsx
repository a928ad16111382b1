import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { PixelPicture } from "../picture/pixel-picture.js";
import { readingHere } from "../read/answer.js";
import { lookOf } from "../state/looks.js";
import type { LayerAnswer, Look } from "../worker/protocol.js";

/** A part of the 28 × 28 picture that a map's pixel looks at. */
interface Field {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** How far apart a layer's pixels look, and how wide, for convolutions padded to keep the middle in the middle. */
function reachOf(look: Look, layer: number, answers: readonly LayerAnswer[]): { jump: number; side: number } {
  let [jump, side, size] = [1, 1, 28];
  const filters = look.layers.filter(({ kind }) => kind === "convolution");
  for (let at = 0; at <= layer; at++) {
    side += (filters[at]!.shape[3]! - 1) * jump;
    const next = answers[at]!.shape[2]!;
    jump *= Math.round(size / next);
    size = next;
  }
  return { jump, side };
}

/** Filters and the maps that they make of the drawing, layer by layer. */
export function FeatureMaps() {
  const field = useSignal<Field | null>(null);
  const read = readingHere();
  const look = lookOf("digits-conv").value;
  const filters = look?.layers.filter(({ kind }) => kind === "convolution") ?? [];
  const answers = read?.answers.filter(({ shape }) => shape.length === 3) ?? [];
  if (look === null || filters.length === 0) return null;
  return (
    <section class="part" aria-labelledby="maps-title">
      <h2 id="maps-title">What each layer makes of the drawing</h2>
      <p class="quiet-text">
        Each filter slides over what the layer before it saw, and lights up where it finds its stroke. Point
        at a map to see on the drawing what that pixel looks at: deeper ones see more.
      </p>
      <div class="maps">
        <div class="maps-input">
          <div class="sheet">
            {read !== null && (
              <PixelPicture
                width={28}
                height={28}
                values={read.pixels}
                colours="ink"
                label="The drawing as it arrives"
              />
            )}
            {field.value !== null && (
              <span
                class="maps-field"
                style={{
                  left: `${(100 * field.value.left) / 28}%`,
                  top: `${(100 * field.value.top) / 28}%`,
                  width: `${(100 * field.value.side) / 28}%`,
                  height: `${(100 * field.value.side) / 28}%`,
                }}
              />
            )}
          </div>
          <span class="maps-name">28 × 28 pixels</span>
        </div>
        <div class="maps-layers">
          {filters.map((filter, layer) => (
            <Layer
              key={layer}
              filter={layer === 0 ? filter.weight : null}
              size={filter.shape[3]!}
              channels={filter.shape[0]!}
              answer={answers[layer] ?? null}
              onPoint={(at) => {
                if (at === null || answers.length <= layer) {
                  field.value = null;
                  return;
                }
                const { jump, side } = reachOf(look, layer, answers);
                const half = (side - 1) / 2;
                field.value = { left: at.x * jump - half, top: at.y * jump - half, side };
              }}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

interface LayerProps {
  readonly filter: Float32Array | null;
  readonly size: number;
  readonly channels: number;
  readonly answer: LayerAnswer | null;
  onPoint(at: { readonly x: number; readonly y: number } | null): void;
}

function Layer({ filter, size, channels, answer, onPoint }: LayerProps) {
  const [, height = 1, width = 1] = answer?.shape ?? [];
  const maps = useMemo(() => {
    const area = height * width;
    return Array.from(
      { length: channels },
      (_, channel) => answer?.values.subarray(channel * area, (channel + 1) * area) ?? null,
    );
  }, [answer]);
  const most = answer?.values.reduce((a, b) => Math.max(a, b), 1e-6) ?? 1;
  const point = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint({
      x: Math.floor(((event.clientX - box.left) / box.width) * width),
      y: Math.floor(((event.clientY - box.top) / box.height) * height),
    });
  };
  return (
    <figure class="maps-layer">
      <figcaption class="maps-name">
        {channels} maps{answer !== null && ` of ${height} × ${width}`}, filters of {size} × {size}
      </figcaption>
      <div class={`maps-row maps-row-${channels}`}>
        {maps.map((map, channel) => (
          <div key={channel} class="maps-unit">
            {filter !== null && (
              <PixelPicture
                width={size}
                height={size}
                values={filter.subarray(channel * size * size, (channel + 1) * size * size)}
                colours="signed"
              />
            )}
            <div
              class="maps-map"
              onPointerMove={point}
              onPointerDown={point}
              onPointerLeave={() => onPoint(null)}
            >
              {map !== null && (
                <PixelPicture width={width} height={height} values={map} colours="signed" scale={most} />
              )}
            </div>
          </div>
        ))}
      </div>
    </figure>
  );
}
