export * from "./browser.js";
export { type DataFolders, dataFolders } from "./node/cache-folder.js";
export { downloadFile } from "./node/download.js";
export { encodePng, toPng } from "./node/encode-png.js";
export { folderEntries } from "./node/folder-entries.js";
export {
  loadDigits,
  loadMnist,
  loadMnistSample,
  locateDigits,
  locateFiles,
  type ReadDigitsOptions,
  readDigits,
} from "./node/load-digits.js";
export type { DownloadOptions, LoadOptions, Progress, UntarOptions } from "./node/load-options.js";
export { type HeldLock, holdLock, type LockOptions, lockOwner } from "./node/lock.js";
export { ls } from "./node/ls.js";
export { type BarOutput, type ProgressBar, progressBar } from "./node/progress-bar.js";
export { readImage } from "./node/read-image.js";
export { archiveEntries, unpackArchive } from "./node/unpack.js";
export { downloadArchive, untarData } from "./node/untar-data.js";
