import { fromData, type Tensor } from "@mnist/tensor";

/** Pictures of 784 bytes each as networks take them: [count, 784], 0..1. */
export function pictureInput(images: Uint8Array): Tensor {
  return fromData(
    Float32Array.from(images, (level) => level / 255),
    [images.length / 784, 784],
  );
}
