export { multiplyRows, packColumns } from "./matmul";
export { run, serve } from "./program";
export { setScratch } from "./scratch";
