/** A worker of a program's own, for tests: numbers and their squares, the fifth of which is refused. */
import { tensor } from "@mnist/tensor";
import { FileError } from "../file-error.js";
import { serveDataset } from "../prefetch/serve-dataset.js";

serveDataset({
  length: 20,
  get(index: number) {
    if (index === 5) throw new FileError({ file: "five.txt", offset: 5, got: "a five", expected: "no five" });
    return { number: tensor(index), square: [tensor([index * index])] };
  },
});
