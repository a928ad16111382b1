export { run, serve } from "./program";
export { prepare } from "./scratch";
