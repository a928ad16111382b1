export { DataLoader, type DataLoaderOptions } from "./data-loader.js";
export { type Dataset, type LabelledBatch, Subset, type SyncDataset, TensorDataset } from "./dataset.js";
export { ImageDataset, type ImageDatasetOptions } from "./image-dataset.js";
export { RandomSampler, type Sampler, SequentialSampler } from "./samplers.js";
