import { PixelPicture } from "../picture/pixel-picture.js";
import { readingHere } from "../read/answer.js";

/** What would change the answer: for each pixel, whether more ink there helps the digit read or the others. */
export function Saliency() {
  const read = readingHere();
  if (read?.saliency == null) return null;
  return (
    <section class="saliency" aria-label="What would change the answer">
      <div class="sheet">
        <PixelPicture
          width={28}
          height={28}
          values={read.saliency}
          colours="signed"
          label="For each pixel, what more ink there would do to the answer"
        />
      </div>
      <p class="quiet-text">
        Ink at <b class="word-positive">orange</b> would make the {read.reading.digit} surer, at{" "}
        <b class="word-negative">blue</b> less sure.
      </p>
    </section>
  );
}
