import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockOwner } from "@mnist/data";
import { UsageError } from "../../command-line/errors.js";
import { names, readSpecOf } from "./sweep-folder.js";

/** Asks the process that trains a sweep to end, as Ctrl-C does there, and waits until it has. */
export async function stopSweep(folder: string): Promise<void> {
  await readSpecOf(folder);
  const path = join(folder, names.lock);
  const owner = lockOwner(path);
  if (owner === null) {
    console.log(`nothing trains ${folder}`);
    return;
  }
  try {
    process.kill(owner.pid, "SIGTERM");
  } catch {
    throw new UsageError(`process ${owner.pid} on ${owner.host} trains ${folder}; stop it there.`);
  }
  while (lockOwner(path)?.pid === owner.pid) await sleep(100);
  console.log(`stopped; what ended is in ${folder}. Go on: mnist sweep resume ${folder}`);
}
