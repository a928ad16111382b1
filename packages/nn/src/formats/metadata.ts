import { ArgumentError } from "@mnist/tensor";

/** @throws ArgumentError naming the first entry of a file's metadata that is no text. */
export function checkMetadata(operation: string, metadata: Readonly<Record<string, string>>): void {
  const wrong = Object.entries(metadata).find(([, value]) => typeof value !== "string");
  if (wrong === undefined) return;
  const [name, value] = wrong as [string, unknown];
  throw new ArgumentError({ operation, got: `${typeof value} as metadata ${name}`, expected: "text" });
}
