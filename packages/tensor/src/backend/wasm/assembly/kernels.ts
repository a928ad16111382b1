export { multiplyRows, packColumns } from "./matmul";
export { run, serve } from "./program";
export { prepare } from "./scratch";
export { multiplySparseColumns } from "./sparse-columns";
export { multiplySparseRows } from "./sparse-rows";
export { packRows } from "./sparse-pack";
export { gatherBytes, gatherColumns, gatherWords } from "./gather";
export { argRows, reduceRows, sumColumns } from "./reduce";
