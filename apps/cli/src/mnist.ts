import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { addBench } from "./commands/bench.js";
import { addData } from "./commands/data.js";
import { addDemo } from "./commands/demo.js";
import { addExport } from "./commands/export.js";
import { addPredict } from "./commands/predict.js";
import { addSweep } from "./commands/sweep.js";
import { addTrain } from "./commands/train.js";
import { addWorker } from "./commands/worker.js";
import { errorLine, report } from "./errors.js";

const program = new Command("mnist")
  .description("Train, look into and use digit classifiers.")
  .version(version, "-v, --version")
  .configureOutput({ outputError: (text, write) => write(errorLine(text)) })
  .exitOverride();

addDemo(program);
addTrain(program);
addPredict(program);
addExport(program);
addData(program);
addBench(program);
addSweep(program);
addWorker(program);
for (const command of program.commands) {
  command.exitOverride();
  for (const child of command.commands) child.exitOverride();
}

// Whoever reads the output may have seen enough: mnist … | head
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = report(error);
}
