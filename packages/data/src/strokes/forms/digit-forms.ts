import type { Form } from "../form.js";
import { eight } from "./eight.js";
import { five } from "./five.js";
import { four } from "./four.js";
import { nine } from "./nine.js";
import { one } from "./one.js";
import { seven } from "./seven.js";
import { six } from "./six.js";
import { three } from "./three.js";
import { two } from "./two.js";
import { zero } from "./zero.js";

/** The usual forms of each digit, 0 to 9. */
export const digitForms: readonly (readonly Form[])[] = [
  zero,
  one,
  two,
  three,
  four,
  five,
  six,
  seven,
  eight,
  nine,
];
