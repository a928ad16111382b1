/** A 28 × 28 picture moved to the right by `dx` pixels and down by `dy`; what leaves it is lost. */
export function shifted(pixels: Uint8Array, dx: number, dy: number): Uint8Array {
  const moved = new Uint8Array(784);
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const [fromX, fromY] = [x - dx, y - dy];
      if (fromX >= 0 && fromX < 28 && fromY >= 0 && fromY < 28)
        moved[y * 28 + x] = pixels[fromY * 28 + fromX]!;
    }
  }
  return moved;
}
