import type { Kind } from "./kinds.js";

/** An option as it is written, what it means and what it takes; one without a kind is a flag or any text. */
export interface OptionSpec {
  /** "-e, --epochs <n>" */
  readonly flags: string;
  readonly meaning: string;
  readonly kind?: Kind;
  readonly default?: unknown;
}

export interface ArgumentSpec {
  /** "<model>", "[recipe]", "<images...>" */
  readonly name: string;
  readonly meaning: string;
  /** What can stand there, for completion. */
  readonly choices?: readonly string[];
}

/** What a command does: given its arguments in order, then its options. */
export type Action = (...values: never[]) => void | Promise<void>;

/**
 * A command as data: its help, its completion and how its words are read all come from here. What it does is loaded when
 * it is asked for, so that no command waits for another's libraries.
 */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Command lines without the leading `mnist`. */
  readonly examples?: readonly string[];
  readonly children?: readonly CommandSpec[];
  /** What more `--help` says, of one thing or of all. */
  readonly topics?: () => Promise<{ describe(topic?: string): string }>;
  readonly load?: () => Promise<{ readonly run: Action }>;
}

/** "--epochs" of "-e, --epochs <n>" */
export const longName = ({ flags }: OptionSpec): string => /--[a-z0-9-]+/.exec(flags)![0];

/** "epochs", "batchSize": the name of an option in a configuration file. */
export const keyOf = (option: OptionSpec): string =>
  longName(option)
    .slice(2)
    .replace(/^no-/, "")
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
