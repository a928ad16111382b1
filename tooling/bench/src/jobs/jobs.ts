import type { Job } from "../job.js";
import { curve } from "./curve.js";
import { digits } from "./digits.js";
import { digitsConv } from "./digits-conv.js";
import { elementwise } from "./elementwise.js";
import { loading } from "./loading.js";
import { matmul } from "./matmul.js";
import { predict } from "./predict.js";
import { products } from "./products.js";
import { reading } from "./reading.js";
import { scaling } from "./scaling.js";
import { softmax } from "./softmax.js";
import { sort } from "./sort.js";
import { startUp } from "./start-up.js";
import { threesSevens } from "./threes-sevens.js";
import { transformer } from "./transformer.js";
import { webgpu } from "./webgpu.js";

/** What `pnpm bench` can measure, in its order. */
export const jobs: readonly Job[] = [
  curve,
  threesSevens,
  digits,
  digitsConv,
  transformer,
  matmul,
  products,
  elementwise,
  softmax,
  sort,
  predict,
  startUp,
  reading,
  loading,
  scaling,
  webgpu,
];
