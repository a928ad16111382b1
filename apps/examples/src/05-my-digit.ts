// Read a digit that a person drew: a PNG of any size and colour, made to look as MNIST's do.
import { readFile } from "node:fs/promises";
import { decodePng, prepareDigit, showImage } from "@mnist/data";
import { fromData } from "@mnist/tensor";
import { learner } from "./04-digits.js";

const file = new URL("../digits/three.png", import.meta.url);
const { pixels } = prepareDigit(decodePng(await readFile(file), "three.png"));
console.log(showImage(pixels, { width: 28, height: 28 }));

const x = fromData(
  Float32Array.from(pixels, (level) => level / 255),
  [1, 28 * 28],
);
const shares = learner.predict(x).softmax(1).dataSync();
export const digit = shares.indexOf(Math.max(...shares));
export const confidence = shares[digit]!;
console.log(`a ${digit}, ${(100 * confidence).toFixed(0)} % sure`);
