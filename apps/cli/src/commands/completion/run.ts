import { didYouMean } from "../../command-line/closest.js";
import { type CommandSpec, longName } from "../../command-line/command.js";
import { UsageError } from "../../command-line/errors.js";

/** The words that can follow a command. */
interface Words {
  readonly path: string;
  readonly words: readonly string[];
}

function wordsOf(commands: readonly CommandSpec[], path = ""): Words[] {
  const own = { path, words: commands.map(({ name }) => name) };
  const below = commands.flatMap(({ name, children = [], options = [], arguments: taken = [] }) => {
    const place = `${path} ${name}`.trim();
    const words = [...taken.flatMap(({ choices = [] }) => choices), ...options.map(longName), "--help"];
    if (children.length === 0) return [{ path: place, words }];
    const [first, ...rest] = wordsOf(children, place);
    return [{ path: place, words: [...first!.words, ...words] }, ...rest];
  });
  return [own, ...below];
}

const shells: Readonly<Record<string, (table: readonly Words[]) => string>> = { bash, zsh, fish };

/** A shell's script that completes the words of a table of commands; files where there are none. */
export function complete(shell: string, commands: readonly CommandSpec[]): string {
  const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (write !== undefined) return write(wordsOf(commands));
  throw new UsageError(
    `no shell called ${JSON.stringify(shell)}. Shells: ${Object.keys(shells).join(", ")}.${didYouMean(shell, Object.keys(shells))}`,
  );
}

function cases(table: readonly Words[]): string {
  return table.map(({ path, words }) => `    "${path}") words="${words.join(" ")}" ;;`).join("\n");
}

function bash(table: readonly Words[]): string {
  return `_mnist() {
  local words="" path="" each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in -*) break ;; esac
    case "\${path:+$path }$each" in ${table
      .slice(1)
      .map(({ path }) => `"${path}"`)
      .join("|")}) path="\${path:+$path }$each" ;; *) break ;; esac
  done
  case "$path" in
${cases(table)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _mnist mnist`;
}

function zsh(table: readonly Words[]): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(table)}`;
}

function fish(table: readonly Words[]): string {
  const lines = table.map(({ path, words }) => {
    const when =
      path === ""
        ? "__fish_use_subcommand"
        : path
            .split(" ")
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join("; and ");
    const plain = words.filter((word) => !word.startsWith("--"));
    const options = words
      .filter((word) => word.startsWith("--"))
      .map((word) => `complete -c mnist -n '${when}' -l ${word.slice(2)}`);
    return [`complete -c mnist -n '${when}' -a '${plain.join(" ")}'`, ...options].join("\n");
  });
  return lines.join("\n");
}
