import type { Page } from "playwright";
import { epochColumns } from "../src/worker/protocol.js";

/** The epochs of the workbench's latest run with all their digits, a row each, from what the page keeps of it. */
export function keptEpochs(page: Page): Promise<number[][]> {
  return page.evaluate(async (columns) => {
    const opening = indexedDB.open("mnist-playground");
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const asking = opening.result.transaction("kept").objectStore("kept").get("earlier");
    await new Promise((resolve) => asking.addEventListener("success", resolve));
    const runs = asking.result as readonly { readonly epochs: Float64Array }[];
    const numbers = runs.at(-1)!.epochs;
    return Array.from({ length: numbers.length / columns }, (_, epoch) => [
      ...numbers.subarray(epoch * columns, (epoch + 1) * columns),
    ]);
  }, epochColumns);
}
