// Loads the Vulkan loader that lies beside the driver, so that Dawn finds it where the system has none of its own.
const loader = process.env.MNIST_VULKAN_LOADER;
const stay = 0x1002; // RTLD_NOW | RTLD_NODELETE
if (loader) {
  try {
    process.dlopen({ exports: {} }, loader, stay);
  } catch {
    // Node complains that it is no module of its own, but it is loaded now.
  }
}
