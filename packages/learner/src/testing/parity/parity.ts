import { dataSets } from "./data-sets.js";
import { exchange } from "./exchange.js";
import { learners } from "./learners.js";
import { networks } from "./networks.js";
import { plots } from "./plots.js";
import { training } from "./training.js";

/** A test, by its file under packages/ and the words it or the group it stands in is named by. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
  /** A golden file under packages/ that must name the row's own last word, where one test runs many cases. */
  readonly cases?: string;
}

/** PyTorch's or fastai's name; ours, after the package's entry (`nn.Linear`, `learner.Learner.fit`); the test. */
export type ParityRow = readonly [theirs: string, ours: string, test?: NamedTest];

export interface ParitySection {
  readonly title: string;
  /** The test of the rows that name none. */
  readonly test?: NamedTest;
  readonly rows: readonly ParityRow[];
}

export const sections: readonly ParitySection[] = [
  ...dataSets,
  ...networks,
  ...training,
  ...learners,
  ...plots,
  ...exchange,
];

function line([theirs, ours, own]: ParityRow, { test }: ParitySection): string {
  const { file, title } = (own ?? test)!;
  const [, name] = /^\w+\.(.+)$/.exec(ours)!;
  return `| \`${theirs}\` | \`${name}\` | [${title}](../packages/${file}) |`;
}

/** The modules, losses, optimisers and schedulers of PyTorch among the rows, each once. */
export function partsOfNetworks(): ReadonlySet<string> {
  const names = sections.flatMap(({ rows }) => rows.map(([theirs]) => theirs));
  return new Set(names.filter((name) => /^torch\.(nn|optim|optim\.lr_scheduler)\.[A-Z]\w*$/.test(name)));
}

/** The document that says what of PyTorch's networks and fastai's learner there is here, and which test shows it. */
export function parityTable(): string {
  const rows = sections.reduce((count, section) => count + section.rows.length, 0);
  const tables = sections.map(
    (section) =>
      `## ${section.title}\n\n| PyTorch, fastai | here | shown by |\n|---|---|---|\n${section.rows.map((row) => line(row, section)).join("\n")}\n`,
  );
  return `# fastai and PyTorch here

${rows} parts of PyTorch's loaders, \`nn\` and \`optim\` and of fastai's \`Learner\`, each with the test that shows it;
${partsOfNetworks().size} of them are PyTorch's modules, losses, optimisers and schedulers. What PyTorch computes is compared with PyTorch
1.13's own values: outputs and gradients of layers and losses, 50 steps of every optimiser and schedule. Functions of tensors
have [a table of their own](pytorch-coverage.md).

Made by \`node --conditions=@mnist/source --import=tsx tooling/docs/fastai-pytorch-parity.ts\` from
\`packages/learner/src/testing/parity\`; a test fails when it is stale, or names something that is not there.

${tables.join("\n")}`;
}
