import { digitClasses, digitsFromFiles, type NamedBytes } from "@mnist/data";
import type { FilesAdded } from "./protocol.js";
import type { Session } from "./session.js";

const idx = /-(images|labels)[-.]idx\d/;
/** IDX files given so far; four make a data set. */
const given = new Map<string, NamedBytes>();

/** Takes in data files: MNIST's four, in any number of goes, or one archive of pictures. */
export async function addFiles(session: Session, files: readonly File[]): Promise<FilesAdded> {
  const named = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const parts = named.filter(({ name }) => idx.test(name));
  for (const part of parts) given.set(part.name.replace(/\.gz$/, ""), part);
  if (parts.length > 0 && given.size < 4) {
    return { source: null, train: 0, valid: 0, waiting: [...given.keys()] };
  }
  const whole = parts.length > 0 ? [...given.values()] : named;
  const source = parts.length > 0 ? "MNIST's files" : whole.map(({ name }) => name).join(", ");
  given.clear();
  session.files = digitsFromFiles(whole, digitClasses, { source });
  const { train, valid } = session.files;
  return { source, train: train.labels.length, valid: valid.labels.length, waiting: [] };
}
