/** What works in Node and in the browser alike. What needs Node is added in index.ts. */

export type { ArchiveEntry } from "./archives/archive-entry.js";
export { type GunzipOptions, gunzip, gunzipPieces, isGzip } from "./archives/gzip.js";
export { readTar, type TarOptions } from "./archives/tar.js";
export { readZip, type ZipOptions } from "./archives/zip.js";
export { type CsvRow, parseCsv, readCsv } from "./csv.js";
export { DataLoader, type PassOrder } from "./data-loader.js";
export type { DataLoaderOptions } from "./data-loader-options.js";
export type { BatchDraw } from "./datasets/batch-draw.js";
export { joinStructures } from "./datasets/batch-structure.js";
export { type Collate, type Collated, defaultCollate } from "./datasets/collate.js";
export { ConcatDataset } from "./datasets/concat-dataset.js";
export type { Dataset, IterableDataset, LabelledBatch, MapDataset, SyncDataset } from "./datasets/dataset.js";
export { type GatheredDataset, isGathered } from "./datasets/gathered-dataset.js";
export { ImageDataset } from "./datasets/image-dataset.js";
export type { ImageDatasetOptions } from "./datasets/labelled-pictures.js";
export type { LoadableDataset } from "./datasets/loadable-dataset.js";
export { type LabelledPng, PngDataset } from "./datasets/png-dataset.js";
export { randomSplit, Subset } from "./datasets/subset.js";
export { TensorDataset } from "./datasets/tensor-dataset.js";
export { type PictureDataset, TransformedDataset } from "./datasets/transformed-dataset.js";
export { zip } from "./datasets/zip.js";
export { FileError } from "./file-error.js";
export { type IdxFile, readIdx } from "./idx.js";
export { type FolderEntry, type ImageSet, readImageFolder } from "./image-folder.js";
export type { Preparation } from "./images/bring-to-field.js";
export { type DecodePictureOptions, decodePicture } from "./images/decode-picture.js";
export {
  type DigitImages,
  type DigitSplits,
  digitClasses,
  type ImageOrder,
  onlyClasses,
  selectImages,
  sortByClass,
} from "./images/digit-images.js";
export { type DecodeJpegOptions, decodeJpeg, isJpeg } from "./images/jpeg/decode-jpeg.js";
export { type DecodePngOptions, decodePng, type Picture, toGrayscale } from "./images/png/decode-png.js";
export { encodePng } from "./images/png/encode-png.js";
export { isPng } from "./images/png/png-chunks.js";
export type { DrawnImage } from "./images/prepare-digit/ink-picture.js";
export {
  type PrepareDigitOptions,
  type PreparedDigit,
  type PreparedStep,
  prepareDigit,
} from "./images/prepare-digit/prepare-digit.js";
export { preparationFor, preparePicture } from "./images/prepare-picture.js";
export type { ReadImageOptions } from "./images/read-image.js";
export { readImage } from "./images/read-image-browser.js";
export { type LabelledImages, type ShowBatchOptions, showBatch } from "./images/show/batch.js";
export { type ColorDepth, colorDepth } from "./images/show/color-depth.js";
export type { ColorMapName } from "./images/show/color-map.js";
export { type GradientTableOptions, gradientTable } from "./images/show/gradient-table.js";
export type { PixelGrid } from "./images/show/pixel-grid.js";
export { type ToSvgOptions, toSvg } from "./images/show/svg.js";
export { type ShowImageOptions, showImage } from "./images/show/terminal.js";
export { type ToPngOptions, toPng } from "./images/show/to-png.js";
export type { GatheredPictures, PictureBatch, PictureWork } from "./prefetch/picture-work.js";
export { serveDataset } from "./prefetch/serve-dataset.js";
export type { WorkerSide } from "./prefetch/worker-side.js";
export { SampleRandom } from "./sample-random.js";
export { type Batches, BatchSampler } from "./samplers/batch-sampler.js";
export type { GeneratorOption } from "./samplers/generator-option.js";
export { RandomSampler, type RandomSamplerOptions, SubsetRandomSampler } from "./samplers/random-sampler.js";
export { type Sampler, SequentialSampler } from "./samplers/sampler.js";
export { StratifiedSampler } from "./samplers/stratified-sampler.js";
export {
  WeightedRandomSampler,
  type WeightedRandomSamplerOptions,
} from "./samplers/weighted-random-sampler.js";
export { describeChanges, describeReport } from "./sources/describe-report.js";
export {
  archivedEntries,
  type DigitOptions,
  digitsFromArchive,
  digitsFromFiles,
  digitsFromFolder,
  digitsFromIdx,
  type IdxFiles,
  type NamedBytes,
} from "./sources/digit-files.js";
export { type FileUse, recognizeFormat, safetensors, wrongFormat } from "./sources/file-formats.js";
export { type PassedOver, PassedOverFiles, type ReadReport } from "./sources/passed-over.js";
export { type DataSource, type FileCheck, type RemoteFile, URLs } from "./sources/urls.js";
export { type StrokeDigit, type StrokesOptions, strokeDigit, strokes } from "./strokes/strokes.js";
export { type ElasticOptions, elasticTransform } from "./transforms/elastic.js";
export type { FloatPicture } from "./transforms/float-picture.js";
export { normalize } from "./transforms/normalize.js";
export { type RandomAffineOptions, randomAffine } from "./transforms/random-affine.js";
export { type RandomErasingOptions, randomErasing } from "./transforms/random-erasing.js";
export { resize } from "./transforms/resize.js";
export { toTensor } from "./transforms/to-tensor.js";
export type { BuiltInTransform, Transform, TransformFunction } from "./transforms/transform.js";
