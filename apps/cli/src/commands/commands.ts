import type { CommandSpec } from "../command-line/command.js";
import { bench } from "./bench/command.js";
import { compare } from "./compare/command.js";
import { completionOf } from "./completion/command.js";
import { data } from "./data/command.js";
import { demo } from "./demo/command.js";
import { doctor } from "./doctor/command.js";
import { evaluate } from "./eval/command.js";
import { exportCommand } from "./export/command.js";
import { lrFind } from "./lr-find/command.js";
import { play } from "./play/command.js";
import { predict } from "./predict/command.js";
import { runs } from "./runs/command.js";
import { show } from "./show/command.js";
import { sweep } from "./sweep/command.js";
import { train } from "./train/command.js";
import { worker } from "./worker/command.js";

const own: readonly CommandSpec[] = [
  demo,
  train,
  lrFind,
  evaluate,
  predict,
  show,
  exportCommand,
  compare,
  runs,
  data,
  bench,
  doctor,
  play,
  sweep,
  worker,
];

/** Every command there is. A new one is a folder with its command.ts and run.ts, and a line above. */
export const commands: readonly CommandSpec[] = [...own, completionOf(own)];
