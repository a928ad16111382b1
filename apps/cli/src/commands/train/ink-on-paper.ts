import type { DigitImages } from "@mnist/data";

/** So many pictures tell what all are like. */
const most = 200;

/** Whether pictures are bright along their edges, as ink on paper is. The notes' digits are bright on black. */
export function isInkOnPaper({ images, labels, width, height }: DigitImages): boolean {
  const step = Math.max(1, Math.floor(labels.length / most));
  let [sum, count] = [0, 0];
  for (let picture = 0; picture < labels.length; picture += step)
    for (let place = 0; place < width * height; place++) {
      const [row, column] = [Math.floor(place / width), place % width];
      if (row > 0 && row < height - 1 && column > 0 && column < width - 1) continue;
      sum += images[picture * width * height + place]!;
      count++;
    }
  return count > 0 && sum / count > 127;
}
