import { extname } from "node:path";
import { UsageError } from "./command-line/errors.js";
import { readBytes } from "./read-bytes.js";

/** What a JSON or YAML file holds. @throws UsageError where it is neither, or says something twice */
export async function readSettings(path: string): Promise<unknown> {
  const text = await readText(path);
  const refuse = (error: unknown): never => {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new UsageError(`${path}: ${reason!.replace(/:$/, ".")}`);
  };
  const isJson = extname(path) === ".json";
  const { parseDocument } = await import("yaml");
  try {
    const value: unknown = isJson ? JSON.parse(text) : undefined;
    const document = parseDocument(text); // JSON.parse takes the last of two values of a name and is silent about it
    const wrong = isJson
      ? document.errors.find(({ code }) => code === "DUPLICATE_KEY")
      : [...document.errors, ...document.warnings][0];
    if (wrong !== undefined) refuse(wrong);
    return isJson ? value : document.toJS();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return refuse(error);
  }
}

/** A file's text, without the mark that some editors begin it with. @throws UsageError where it is not UTF-8 */
async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // It is told of below.
  }
  const isWide = bytes.subarray(0, 2).some((byte) => byte === 0 || byte >= 0xfe);
  throw new UsageError(
    `${path}: got ${isWide ? "UTF-16" : "bytes that are no UTF-8"}; expected text in UTF-8.`,
  );
}
