import { type GivenFile, takeFiles } from "./take-files.js";

/** All files of what was dropped, those in folders too, with the paths that they have there. */
async function filesIn(items: DataTransferItemList): Promise<GivenFile[]> {
  const entries = [...items].map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  const found = await Promise.all(
    entries.map(({ entry, file }) => {
      if (entry?.isDirectory) return filesBelow(entry as FileSystemDirectoryEntry, entry.name);
      return file === null ? [] : [{ path: file.name, file }];
    }),
  );
  return found.flat();
}

async function filesBelow(folder: FileSystemDirectoryEntry, path: string): Promise<GivenFile[]> {
  const reader = folder.createReader();
  const files: GivenFile[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return files;
    for (const entry of batch) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory) files.push(...(await filesBelow(entry as FileSystemDirectoryEntry, below)));
      else {
        const file = await new Promise<File>((resolve, reject) =>
          (entry as FileSystemFileEntry).file(resolve, reject),
        );
        files.push({ path: below, file });
      }
    }
  }
}

/** Lets files be dropped anywhere on the page, or pasted. */
export function acceptDrops(onHover: (isOver: boolean) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
  addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      onHover(true);
    },
    { signal },
  );
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && onHover(false), { signal });
  addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      onHover(false);
      void filesIn(event.dataTransfer.items).then(takeFiles);
    },
    { signal },
  );
  addEventListener(
    "paste",
    ({ clipboardData }) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) void takeFiles(files);
    },
    { signal },
  );
  return () => stop.abort();
}
