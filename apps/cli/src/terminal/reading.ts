import type { Reading } from "@mnist/learner";
import pc from "picocolors";
import { plain } from "./harmless.js";

/** "3  82 % sure (5 9 %, 8 4 %)" */
export function describeReading({ digit, confidence, probabilities }: Reading): string {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const others = [...probabilities]
    .filter((each) => each.digit !== digit && each.probability >= 0.01)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 2)
    .map((each) => `${plain(each.digit)} ${percent(each.probability)}`);
  const rest = others.length > 0 ? pc.dim(` (${others.join(", ")})`) : "";
  return `${pc.bold(plain(digit))}  ${percent(confidence)} sure${rest}`;
}
