export { DataLoader, type DataLoaderOptions } from "./data-loader.js";
export { type Dataset, type LabelledBatch, Subset, type SyncDataset, TensorDataset } from "./dataset.js";
export { ImageDataset, type ImageDatasetOptions } from "./image-dataset.js";
export type { DigitImages } from "./images/digit-images.js";
export { RandomSampler, type Sampler, SequentialSampler } from "./samplers.js";
export { type StrokeDigit, type StrokesOptions, strokeDigit, strokes } from "./strokes/strokes.js";
