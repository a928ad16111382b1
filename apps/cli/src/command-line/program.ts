import { Command, Option } from "commander";
import { wrapFor } from "../terminal/wrap-words.js";
import { didYouMean } from "./closest.js";
import type { CommandSpec, OptionSpec } from "./command.js";
import { complaintLine, UsageError } from "./errors.js";

const everywhere: readonly OptionSpec[] = [
  { flags: "--debug", meaning: "after an error show where in the code it arose" },
];

function toOption({ flags, meaning, kind, default: usual }: OptionSpec): Option {
  const option = new Option(flags, kind?.choices ? `${meaning}: ${kind.choices.join(", ")}` : meaning);
  if (kind !== undefined) option.argParser((text: string) => kind.parse(text));
  if (usual !== undefined) option.default(usual);
  return option;
}

function addCommand(parent: Command, spec: CommandSpec, path: string): void {
  const { name, summary, examples = [], children = [], load, topics } = spec;
  const own = `${path} ${name}`;
  const command = parent
    .command(name)
    .description(summary)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(complaintLine(text, own)) });
  for (const argument of spec.arguments ?? []) command.argument(argument.name, argument.meaning);
  for (const child of children) addCommand(command, child, own);
  if (examples.length > 0)
    command.addHelpText("after", `\nExamples:\n${examples.map((each) => `  mnist ${each}`).join("\n")}`);
  if (load === undefined) return;
  for (const option of [...(spec.options ?? []), ...everywhere]) command.addOption(toOption(option));
  if (topics !== undefined)
    command.helpOption(false).option("-h, --help [topic]", "show this help, or that of one recipe");
  command.action(async (...values: unknown[]) => {
    const { help } = command.opts<{ help?: string | true }>();
    if (topics !== undefined && help !== undefined) {
      const topic = typeof help === "string" ? help : command.args[0];
      const described = (await topics()).describe(topic); // which there may not be: then no help is printed
      command.outputHelp();
      console.log(described);
      return;
    }
    const { run } = await load();
    await run(...(values.slice(0, -1) as never[])); // the last is commander's own
  });
}

const surroundings = `
Environment:
  MNIST_HOME      folder of data sets, and where new ones go
  MNIST_RUNS      folder of runs (default: runs)
  MNIST_THREADS   threads to compute with
  NO_COLOR, FORCE_COLOR   colours never, or always

Each command's own help: mnist <command> --help`;

/** The command that a command line asks for, or all where it names none: describing all takes longer than most answers. */
function askedFor(commands: readonly CommandSpec[], words: readonly string[]): readonly CommandSpec[] {
  const [first, second] = words.filter((word) => !word.startsWith("-"));
  const asked = commands.filter(({ name }) => name === (first === "help" ? second : first));
  return asked.length > 0 ? asked : commands;
}

/** The part of the command line tool, described by a table of commands, that these words ask for. */
export function buildProgram(
  version: string,
  commands: readonly CommandSpec[],
  words: readonly string[],
): Command {
  const program = new Command("mnist")
    .description("Train, look into and use digit classifiers.")
    .version(version, "-v, --version")
    .configureOutput({
      outputError: (text, write) => write(complaintLine(text, "mnist")),
      writeOut: (text) => process.stdout.write(wrapFor(text, process.stdout)),
    })
    .configureHelp({ minWidthToWrap: 24 }) // else what has no such room beside it goes on below
    .addHelpText("after", surroundings)
    .enablePositionalOptions() // what stands after a subcommand's name is the subcommand's
    .exitOverride();
  for (const spec of askedFor(commands, words)) addCommand(program, spec, "mnist");
  program.helpCommand(false);
  program
    .command("help [command...]")
    .description("show a command's help")
    .action((words: readonly string[]) => commandAt(program, words).outputHelp());
  return program;
}

/** @throws UsageError where no command has a word's name */
function commandAt(program: Command, words: readonly string[]): Command {
  let place = program;
  for (const word of words) {
    const names = place.commands.map((each) => each.name());
    const found = place.commands.find((each) => each.name() === word);
    if (found === undefined)
      throw new UsageError(
        `no command called ${JSON.stringify(word)}.${didYouMean(word, names)} Try mnist --help.`,
      );
    place = found;
  }
  return place;
}
