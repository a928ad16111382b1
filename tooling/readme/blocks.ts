// Runs the TypeScript in READMEs, and holds what a comment says of a line (`x.sum().itemSync(); // 6`) to be true.
import { format } from "node:util";
import ts from "typescript";

/** One block of a README. */
export interface Block {
  /** The README's line at which it begins. */
  readonly line: number;
  readonly code: string;
  /** Why it is left out on this machine; null where it runs. */
  readonly leftOut: string | null;
}

/**
 * The blocks of a README, which run one after the other as one program. A block after `<!-- not run: REASON -->` is left
 * out, one after `<!-- needs NAME -->` where that environment variable is not set.
 */
export function blocksOf(markdown: string): Block[] {
  const pattern = /(<!-- (?:not run: (.*?)|needs (\w+)) -->\s*)?^```ts\n(.*?)^```$/gms;
  const blocks: Block[] = [];
  for (const match of markdown.matchAll(pattern)) {
    const [, mark = "", reason, name, code] = match;
    const line = markdown.slice(0, match.index + mark.length).split("\n").length + 1;
    const missing = name !== undefined && !process.env[name] ? `${name} is not set` : null;
    blocks.push({ line, code: code!, leftOut: reason ?? missing });
  }
  return blocks;
}

/** What a comment says of its line: a JSON value, or what a tensor prints; null where it says something else. */
function claimOf(comment: string): string | null {
  const text = comment.replace(/^\/\/\s*/, "");
  const simple = /^(?:-?\d[\d.]*(?:e[+-]?\d+)?|true|false|null|"[^"]*"(?=$|;))(?=$|[\s,;:])/.exec(text);
  if (simple !== null) return simple[0];
  if (!/^(?:\[|tensor\()/.test(text)) return null;
  let end = 0;
  for (let depth = 0; end < text.length; end++) {
    if ("[(".includes(text[end]!)) depth++;
    if (")]".includes(text[end]!) && --depth === 0) break;
  }
  const claim = text.slice(0, end + 1);
  return claim.startsWith("tensor") || isJson(claim) ? claim : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function importLine({ importClause, moduleSpecifier }: ts.ImportDeclaration): string {
  const module = `await load(${moduleSpecifier.getText()})`;
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return `${module};`;
  if (ts.isNamespaceImport(bindings)) return `const ${bindings.name.text} = ${module};`;
  const names = bindings.elements.filter(({ isTypeOnly }) => !isTypeOnly);
  const pairs = names.map(({ name, propertyName }) =>
    [propertyName?.getText(), name.text].filter(Boolean).join(": "),
  );
  return `const { ${pairs.join(", ")} } = ${module};`;
}

/** A statement, with a check of what its comment claims. */
function checked(statement: ts.Statement, claim: string): string {
  const text = statement.getText();
  const quoted = JSON.stringify(claim);
  if (ts.isExpressionStatement(statement)) {
    const { expression } = statement;
    const logged = ts.isCallExpression(expression) && expression.expression.getText() === "console.log";
    const value = logged
      ? expression.arguments.map((each) => each.getText()).join(", ")
      : expression.getText();
    return `check(${value}, ${quoted});`;
  }
  if (!ts.isVariableStatement(statement)) return text;
  const { name } = statement.declarationList.declarations[0]!;
  const single = ts.isArrayBindingPattern(name) && name.elements.length === 1;
  if (!ts.isIdentifier(name) && !single) return text;
  return `${text}\ncheck(${name.getText().replace(/^\[|\]$/g, "")}, ${quoted});`;
}

/** The blocks as the body of a function of `load`, `check`, `enter` and `console`: each inside the one before, whose names it sees. */
function compile(blocks: readonly Block[]): string {
  const inner = blocks.reduceRight((rest, { code }, index) => {
    const source = ts.createSourceFile("readme.ts", code, ts.ScriptTarget.ES2022, true);
    const lines = source.statements.map((statement) => {
      if (ts.isImportDeclaration(statement)) return importLine(statement);
      const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
      const claim = comment === undefined ? null : claimOf(code.slice(comment.pos, comment.end));
      return claim === null ? statement.getText() : checked(statement, claim);
    });
    return `{\nenter(${index});\n${lines.join("\n")}\n${rest}\n}`;
  }, "");
  const { outputText } = ts.transpileModule(`async function program() ${inner || "{}"}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return `${outputText}\nreturn program();`;
}

interface Readable {
  arraySync(): unknown;
}

const isTensor = (value: unknown): value is Readable =>
  typeof value === "object" && value !== null && "arraySync" in value;

function plain(value: unknown): unknown {
  if (isTensor(value)) return value.arraySync();
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  return Array.isArray(value) ? value.map(plain) : value;
}

function agrees(value: unknown, claim: unknown): boolean {
  if (typeof value === "number" && typeof claim === "number")
    return Math.abs(value - claim) <= 1e-4 * (1 + Math.abs(claim));
  if (!Array.isArray(value) || !Array.isArray(claim)) return value === claim;
  return value.length === claim.length && value.every((each, i) => agrees(each, claim[i]));
}

function check(value: unknown, claim: string): void {
  const fits = claim.startsWith("tensor(")
    ? String(value) === claim
    : agrees(plain(value), JSON.parse(claim));
  if (!fits)
    throw new Error(`the README says ${claim}, but it is ${JSON.stringify(plain(value))} (${value})`);
}

/**
 * Runs a README's blocks. Answers what each of them printed, line by line; of one that is left out, nothing.
 *
 * @throws Error where a line does not come to what its comment says.
 */
export async function runBlocks(
  blocks: readonly Block[],
  modules: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<string[][]> {
  const load = (name: string): Promise<unknown> => {
    const module = modules[name];
    if (module === undefined) throw new Error(`the README imports ${name}, which the test does not know`);
    return module();
  };
  const running = blocks.filter(({ leftOut }) => leftOut === null);
  const printed = new Map(blocks.map((block) => [block, [] as string[]]));
  let current: string[] = [];
  const enter = (index: number) => {
    current = printed.get(running[index]!)!;
  };
  const written = {
    ...console,
    log: (...values: unknown[]) => current.push(format(...values)),
    table: () => {},
  };
  await new Function("load", "check", "enter", "console", compile(running))(load, check, enter, written);
  return [...printed.values()];
}
