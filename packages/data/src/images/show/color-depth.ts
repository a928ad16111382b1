/** How many colours a terminal shows; `ascii` is for none, or sixteen. */
export type ColorDepth = "truecolor" | "256" | "ascii";

/** What of the process decides, so that tests can give their own. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

function standardOutput(): Terminal | undefined {
  const node = globalThis.process; // not there in a page
  if (node?.stdout === undefined) return undefined;
  return { environment: node.env, isTerminal: node.stdout.isTTY === true };
}

/**
 * The colours that standard output shows, by the usual variables: `NO_COLOR` and `TERM=dumb` ask for none, `FORCE_COLOR`
 * for some though it is no terminal (2 for 256, 3 for all), `COLORTERM` and `TERM` say how many. A page's console, which
 * has none of these, is taken for one with all.
 *
 * @source https://no-color.org, https://force-color.org
 */
export function colorDepth(terminal = standardOutput()): ColorDepth {
  if (terminal === undefined) return "truecolor";
  const { environment, isTerminal } = terminal;
  const { NO_COLOR, FORCE_COLOR, COLORTERM = "", TERM = "", TERM_PROGRAM = "", WT_SESSION } = environment;
  if (NO_COLOR || FORCE_COLOR === "0" || FORCE_COLOR === "false") return "ascii";
  if (FORCE_COLOR === "2") return "256";
  if (FORCE_COLOR === "3") return "truecolor";
  if (!isTerminal && FORCE_COLOR === undefined) return "ascii";
  if (TERM === "dumb") return "ascii";
  if (/^(truecolor|24bit)$/i.test(COLORTERM) || WT_SESSION !== undefined) return "truecolor";
  if (/^(iTerm\.app|WezTerm|vscode|ghostty|Hyper)$/.test(TERM_PROGRAM)) return "truecolor";
  if (/direct|kitty|alacritty|ghostty|wezterm/.test(TERM)) return "truecolor";
  return /256/.test(TERM) ? "256" : "ascii";
}
