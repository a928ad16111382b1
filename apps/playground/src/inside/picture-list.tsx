import { showInk } from "../draw/drawing.js";
import { PixelPicture } from "../picture/pixel-picture.js";
import { percent } from "../read/percent.js";
import type { ReadPicture } from "../worker/protocol.js";

interface PictureListProps {
  readonly pictures: readonly ReadPicture[];
  readonly label: string;
}

/** Pictures from the data; each goes to the pad with a click. */
export function PictureList({ pictures, label }: PictureListProps) {
  return (
    <ul class="pictures" aria-label={label}>
      {pictures.map(({ pixels, truth, read, confidence }, place) => (
        <li key={place}>
          <button
            type="button"
            class="picture"
            onClick={() => {
              showInk({ width: 28, height: 28, pixels, isFramed: true });
            }}
          >
            <PixelPicture width={28} height={28} values={pixels} colours="ink" />
            <span class={truth === read ? "picture-right" : "picture-wrong"}>
              {truth === read ? truth : `${truth} → ${read}`}
            </span>
            <span class="unseen">, {percent(confidence)} sure, to the pad</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
