import { DeviceError } from "../../errors.js";
import { type GpuBuffer, usage } from "./gpu-buffer.js";

/** Memory that waits for its next use is kept up to this many bytes. */
const mostIdle = 256 * 2 ** 20;
const smallest = 256;

/** Sizes are rounded up to one of four between a power of two and the next, so that buffers find another use. */
function sizeClass(bytes: number): number {
  if (bytes <= smallest) return smallest;
  const step = 2 ** Math.max(Math.floor(Math.log2(bytes - 1)) - 2, Math.log2(smallest));
  return Math.ceil(bytes / step) * step;
}

/** Hands out buffers and takes them back to hand out again, as making one costs more than a small kernel. */
export class BufferPool {
  readonly #idle = new Map<number, GpuBuffer[]>();
  #idleBytes = 0;
  #made = 0;
  #retired: GpuBuffer[] = [];
  /** Bytes handed out and not given back. */
  usedBytes = 0;

  constructor(readonly device: GPUDevice) {}

  /** What a kernel can bind. */
  get #most(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    return Math.min(maxBufferSize, maxStorageBufferBindingSize);
  }

  /** Bytes up to which a buffer can be had, whatever it is rounded up to. */
  get mostBytes(): number {
    return Math.floor((this.#most * 4) / 5);
  }

  /** @throws DeviceError where the device takes no buffer so large. */
  take(bytes: number, operation = "webgpu"): GpuBuffer {
    const size = sizeClass(bytes);
    const most = this.#most;
    if (size > most) {
      throw new DeviceError({
        operation,
        got: `a tensor of ${bytes} bytes`,
        expected: `at most ${most}, the largest buffer of this device`,
        hint: "Try smaller batches.",
      });
    }
    this.usedBytes += size;
    const kept = this.#idle.get(size)?.pop();
    if (kept !== undefined) {
      this.#idleBytes -= size;
      return kept;
    }
    const memory = this.device.createBuffer({
      size,
      usage: usage.storage | usage.copySource | usage.copyTarget,
    });
    return { id: this.#made++, memory, at: 0, bytes: size, usedIn: -1 };
  }

  /** Commands that are already written may still use it: whoever takes it next comes after them. */
  give(buffer: GpuBuffer): void {
    this.usedBytes -= buffer.bytes;
    if (this.#idleBytes + buffer.bytes > mostIdle) {
      this.#retired.push(buffer);
      return;
    }
    this.#idleBytes += buffer.bytes;
    const others = this.#idle.get(buffer.bytes);
    if (others === undefined) this.#idle.set(buffer.bytes, [buffer]);
    else others.push(buffer);
  }

  /** Frees what is too much to keep; to be called when no command that is written but not submitted can need it. */
  freeRetired(): void {
    for (const { memory } of this.#retired) memory.destroy();
    this.#retired = [];
  }
}
