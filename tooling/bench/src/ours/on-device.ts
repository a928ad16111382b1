import { setDefaultDevice } from "@mnist/tensor";
import { kernelWork } from "../browser/work.js";
import { chooseDevice } from "./choose-device.js";
import { kernelRound } from "./kernels.js";
import { serve } from "./serve.js";

/** Products, softmax and sort on a device: on-device webgpu|cpu */
const device = await chooseDevice(process.argv[2] ?? "cpu");
setDefaultDevice(device.tensors);
const { sizes, runs } = kernelWork(device.isSoftware);

await serve({ round: kernelRound(sizes, runs), about: { device: device.description } });
