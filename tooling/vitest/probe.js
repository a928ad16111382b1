// Ends with 0 where Node finds a WebGPU adapter, else with why not.
import "./load-vulkan.js";

try {
  const { create } = await import("webgpu");
  const gpu = create([]);
  if ((await gpu.requestAdapter()) !== null) process.exit(0);
  console.error("no adapter");
} catch (error) {
  console.error(String(error.message).split("\n")[0]);
}
process.exit(1);
