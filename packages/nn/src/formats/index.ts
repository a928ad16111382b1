export { type BuildModule, moduleFromJSON } from "./from-json.js";
export { loadNpy, saveNpy } from "./npy.js";
export { loadNpz, type NpzOptions, saveNpz } from "./npz.js";
export { exportOnnx, type OnnxOptions } from "./onnx/export-onnx.js";
