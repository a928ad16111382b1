export { type ArchitectureLimits, type BuildModule, moduleFromJSON } from "./from-json.js";
export { loadNpy, saveNpy } from "./npy.js";
export { type LoadNpzOptions, loadNpz, type NpzOptions, saveNpz } from "./npz.js";
export { exportOnnx, type OnnxOptions } from "./onnx/export-onnx.js";
export {
  loadSafetensors,
  type Safetensors,
  type SafetensorsLimits,
  saveSafetensors,
} from "./safetensors.js";
export { sha256, sha256Later } from "./sha256.js";
