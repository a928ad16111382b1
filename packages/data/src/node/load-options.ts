import { checkSettings } from "../check-settings.js";
import type { ImageOrder } from "../images/digit-images.js";

/** How far a download or an unpacking is. */
export interface Progress {
  readonly phase: "download" | "check" | "unpack";
  /** The file at hand. */
  readonly file: string;
  /** Bytes that came, or files unpacked. */
  readonly done: number;
  /** Of how many; undefined where nobody says. */
  readonly total: number | undefined;
  /** Where it comes from. */
  readonly from: string;
}

export interface DownloadOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** Used in place of the file's own mirrors: addresses that the name is appended to. */
  readonly mirrors?: readonly string[];
  /** How often a mirror may fail in passing before the next is tried. @default 3 */
  readonly attempts?: number;
  /** The first pause before another attempt; each further one is twice as long. @default 500 */
  readonly pauseMilliseconds?: number;
  /** How long a mirror may send nothing. @default 20,000 */
  readonly stallMilliseconds?: number;
  /** The most that is fetched. @default 1 GiB */
  readonly maximumBytes?: number;
}

export interface UntarOptions extends DownloadOptions {
  /** Where data was put by hand; looked in first. @default MNIST_HOME */
  readonly home?: string;
  /** Where downloads go. @default `home` if it can be written to, else the platform's cache folder */
  readonly cacheFolder?: string;
  /** Never ask the network. @default false */
  readonly offline?: boolean;
  /** Called once if another process is fetching the same. */
  readonly onWait?: (owner: string) => void;
}

export interface LoadOptions extends UntarOptions {
  /** `file`: as IDX files have them, which is torchvision's order; `class`: class by class, as folders list them. @default "file" */
  readonly order?: ImageOrder;
}

/** One table for all that find and fetch data, as they hand their options on. @throws ArgumentError for options that there are not */
export function checkLoadOptions(operation: string, options: LoadOptions): void {
  checkSettings(operation, options, {
    home: "text",
    cacheFolder: "text",
    order: ["file", "class"],
    offline: [true, false],
    onWait: "function",
    onProgress: "function",
    signal: null,
    mirrors: "list",
    attempts: "limit",
    pauseMilliseconds: "limit",
    stallMilliseconds: "limit",
    maximumBytes: "limit",
  });
}
