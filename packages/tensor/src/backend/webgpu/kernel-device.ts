import type { Device, WholeCall } from "../device.js";
import { argReduce } from "./arg-reduce.wgsl.js";
import { argsort } from "./argsort.wgsl.js";
import type { Commands } from "./commands.js";
import { convolution } from "./convolution.wgsl.js";
import { cumsum } from "./cumsum.wgsl.js";
import { fill } from "./fill.wgsl.js";
import { gather } from "./gather.wgsl.js";
import { line } from "./line.wgsl.js";
import { map } from "./map.wgsl.js";
import { matmul } from "./matmul.wgsl.js";
import { pooling } from "./pooling.wgsl.js";
import { reduce } from "./reduce.wgsl.js";
import { scatterAdd } from "./scatter-add.wgsl.js";

/** The kernels as methods of a device, wherever it writes its commands. */
export abstract class KernelDevice {
  static readonly name: string = "KernelDevice";

  protected abstract readonly commands: Commands;

  map: Device["map"] = (...call) => map(this.commands, ...call);
  fill: Device["fill"] = (...call) => fill(this.commands, ...call);
  reduce: Device["reduce"] = (...call) => reduce(this.commands, ...call);
  line: Device["line"] = (...call) => line(this.commands, ...call);
  argReduce: Device["argReduce"] = (...call) => argReduce(this.commands, ...call);
  matmul: Device["matmul"] = (...call) => matmul(this.commands, ...call);
  gather: Device["gather"] = (...call) => gather(this.commands, ...call);
  scatterAdd: Device["scatterAdd"] = (...call) => scatterAdd(this.commands, ...call);
  cumsum: Device["cumsum"] = (...call) => cumsum(this.commands, ...call);
  argsort: Device["argsort"] = (...call) => argsort(this.commands, ...call);

  /** Convolutions and pooling of float32 in a kernel each. */
  runWhole(call: WholeCall): boolean {
    if ([...call.inputs, call.output].some(({ dtype }) => dtype !== "float32")) return false;
    return convolution(this.commands, call) || pooling(this.commands, call);
  }
}
