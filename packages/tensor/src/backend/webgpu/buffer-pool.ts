import { DeviceError } from "../../errors.js";
import { type GpuBuffer, usage } from "./gpu-buffer.js";

/** Memory that waits for its next use is kept up to this many bytes. */
const mostIdle = 256 * 2 ** 20;
const smallest = 256;
/** Bytes of a buffer whose pieces the small results of replays are. */
const shared = 2 ** 16;

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
  /** Of shared buffers, which stay as long as the device. */
  readonly #idlePieces: GpuBuffer[] = [];
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
    return this.#make(size);
  }

  /** Memory for something small, by a call to the device once in 256 times; a larger thing gets a buffer of its own. */
  takePiece(bytes: number, operation: string): GpuBuffer {
    if (bytes > smallest) return this.take(bytes, operation);
    this.usedBytes += smallest;
    if (this.#idlePieces.length === 0) {
      const arena = this.#make(shared);
      for (let at = shared - smallest; at >= 0; at -= smallest)
        this.#idlePieces.push({ ...arena, id: this.#made++, arena, at, bytes: smallest });
    }
    return this.#idlePieces.pop()!;
  }

  #make(size: number): GpuBuffer {
    const memory = this.device.createBuffer({
      size,
      usage: usage.storage | usage.copySource | usage.copyTarget,
    });
    return { id: this.#made++, memory, at: 0, bytes: size, usedIn: -1 };
  }

  /** Commands that are already written may still use it: whoever takes it next comes after them. */
  give(buffer: GpuBuffer): void {
    this.usedBytes -= buffer.bytes;
    if (buffer.arena !== undefined) {
      this.#idlePieces.push(buffer);
      return;
    }
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
