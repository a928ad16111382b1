export { type GunzipOptions, gunzip, gunzipPieces, isGzip } from "./archives/gzip.js";
export { type ArchiveEntry, readTar, type TarOptions } from "./archives/tar.js";
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
export { RandomSampler, type Sampler, SequentialSampler } from "./samplers.js";
export { type StrokeDigit, type StrokesOptions, strokeDigit, strokes } from "./strokes/strokes.js";
