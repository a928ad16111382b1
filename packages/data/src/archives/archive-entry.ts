/** A file or a folder of an archive. */
export interface ArchiveEntry {
  readonly kind: "file" | "folder";
  /** Folders and name, with `/` between them; never leaves the folder it is unpacked into. */
  readonly path: string;
  /** The file's bytes: often a view, so copy what is to be kept for long. Empty for a folder. */
  readonly data: Uint8Array;
  /** Where the entry's header lies in the (unpacked) archive. */
  readonly offset: number;
}
