/** What works in Node and in the browser alike. What needs Node is added in index.ts. */
export type { ArchiveEntry } from "./archives/archive-entry.js";
export { type GunzipOptions, gunzip, gunzipPieces, isGzip } from "./archives/gzip.js";
export { readTar, type TarOptions } from "./archives/tar.js";
export { readZip, type ZipOptions } from "./archives/zip.js";
export { type CsvRow, parseCsv, readCsv } from "./csv.js";
export { DataLoader, type DataLoaderOptions } from "./data-loader.js";
export { type Dataset, type LabelledBatch, Subset, type SyncDataset, TensorDataset } from "./dataset.js";
export { FileError } from "./file-error.js";
export { type IdxFile, readIdx } from "./idx.js";
export { ImageDataset, type ImageDatasetOptions } from "./image-dataset.js";
export { type FolderEntry, type ImageSet, readImageFolder } from "./image-folder.js";
export {
  type DigitImages,
  type DigitSplits,
  digitClasses,
  type ImageOrder,
  onlyClasses,
  sortByClass,
} from "./images/digit-images.js";
export { type DecodePngOptions, decodePng, type Picture, toGrayscale } from "./images/png/decode-png.js";
export { encodePng } from "./images/png/encode-png.js";
export { isPng } from "./images/png/png-chunks.js";
export {
  type PrepareDigitOptions,
  type PreparedDigit,
  type PreparedStep,
  prepareDigit,
} from "./images/prepare-digit.js";
export type { DrawnImage } from "./images/prepare-digit-ink.js";
export { type LabelledImages, type ShowBatchOptions, showBatch } from "./images/show/batch.js";
export type { ColorMapName } from "./images/show/color-map.js";
export { type GradientTableOptions, gradientTable } from "./images/show/gradient-table.js";
export type { PixelGrid } from "./images/show/pixel-grid.js";
export { type ToSvgOptions, toSvg } from "./images/show/svg.js";
export { type ColorDepth, type ShowImageOptions, showImage } from "./images/show/terminal.js";
export { RandomSampler, type Sampler, SequentialSampler } from "./samplers.js";
export {
  type DigitOptions,
  digitsFromArchive,
  digitsFromFiles,
  digitsFromFolder,
  digitsFromIdx,
  type IdxFiles,
  type NamedBytes,
} from "./sources/digit-files.js";
export { type DataSource, type FileCheck, type RemoteFile, URLs } from "./sources/urls.js";
export { type StrokeDigit, type StrokesOptions, strokeDigit, strokes } from "./strokes/strokes.js";
