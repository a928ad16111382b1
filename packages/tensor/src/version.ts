import { build } from "./backend/wasm/embedded.js";

/** This package's version, as in package.json. */
export const version: string = "0.0.0";

/** What computes: this package's version and the beginning of its kernels' SHA-256. Sister packages share the version. */
export const software = `@mnist/tensor ${version}, kernels ${build}`;
