export { exportOnnx, type OnnxOptions } from "./onnx/export-onnx.js";
