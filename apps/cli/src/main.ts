import { CommanderError } from "commander";
import { version } from "../package.json";
import { report } from "./command-line/errors.js";
import { buildProgram } from "./command-line/program.js";
import { commands } from "./commands/commands.js";
import { closedPipe } from "./terminal/interrupt.js";
import { wrapConsole } from "./terminal/wrap-words.js";

wrapConsole();
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") closedPipe();
  else process.exit(report(Object.assign(error, { path: "standard output" })));
});

try {
  await buildProgram(version, commands, process.argv.slice(2)).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = report(error);
}
