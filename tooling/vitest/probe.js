// Ends with 0 where Node finds a WebGPU adapter.
import "./load-vulkan.js";
import { create } from "webgpu";

const gpu = create([]);
const adapter = await gpu.requestAdapter();
if (adapter === null) console.error("no adapter");
process.exit(adapter === null ? 1 : 0);
