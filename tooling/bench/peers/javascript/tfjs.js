/** TensorFlow.js on its WebAssembly backend, or on plain JavaScript where the settings say cpu. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

const files = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json"));
setWasmPaths(`${join(files, "wasm-out")}/`);
setThreadsCount(Number(process.env.MNIST_THREADS ?? 1));
await tf.setBackend(process.argv.includes("cpu") ? "cpu" : "wasm");
await tf.ready();

export const about = { "TensorFlow.js": tf.version.tfjs, backend: tf.getBackend() };
export { tf };
