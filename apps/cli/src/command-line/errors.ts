import pc from "picocolors";
import { harmless, plain } from "../terminal/harmless.js";
import { wrapFor } from "../terminal/wrap-words.js";

/** A command line that cannot be understood; exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What was asked to end before it was done; its status is the signal's. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";

  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "is on a read-only file system",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "is not a folder",
  EEXIST: "is there already",
  ENOSPC: "no space left on the device",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  EADDRINUSE: "the port is in use; try another --port",
};

const asked = (option: string): boolean => process.argv.includes(option);

/** What the libraries' errors name by options of their own, and what a person types in place of it. */
const typed: readonly (readonly [RegExp, string])[] = [
  [/\(classes\)/g, "(--classes a,b)"],
  [/^validShare: /g, "--valid-share: "],
  [/\(validShare\)/g, "(--valid-share 0.2)"],
  [/, or raise maximum\w+/g, ""], // which no option does
  [/ (?:If the file is right, r|R)aise maximum[^.]*\./g, ""],
  [/ \{ strict: false \} loads what fits\./g, ""],
];

/** What to tell a person, in one line. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : systemErrors[code];
  if (reason === undefined)
    return typed.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), error.message);
  return path === undefined ? reason : `${path}: ${reason}`;
}

/** An error as a line for a person, or as JSON where that was asked for. */
function errorLine(message: string, status: number): string {
  if (asked("--json")) return harmless(`${JSON.stringify({ error: message, status })}\n`);
  return wrapFor(`${pc.red("error")} ${plain(message)}\n`, process.stderr);
}

/** commander's complaint in one line of our own, with the command's own help. */
export function complaintLine(text: string, command: string): string {
  const complaint = text
    .trim()
    .replace(/^error: /, "")
    .replaceAll("\n", " ");
  return errorLine(`${complaint}${/[.)?]$/.test(complaint) ? "" : "."} Try ${command} --help.`, 2);
}

/** By their names: each bundle of the built tool has classes of its own. */
function exitStatus(error: unknown): number {
  const { name, status } = Object(error) as Partial<StoppedError>;
  if (name === "StoppedError") return status ?? 1;
  return name === "UsageError" ? 2 : 1;
}

/** Prints one clear line on standard error and answers the exit status: 2 for usage, a signal's, 1 for the rest. */
export function report(error: unknown): number {
  const status = exitStatus(error);
  process.stderr.write(errorLine(explain(error), status));
  if (asked("--debug") && error instanceof Error) console.error(pc.dim(error.stack ?? ""));
  return status;
}
