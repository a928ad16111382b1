export { run, serve } from "./program";
export { prepare } from "./scratch";
export { prepareLists } from "./sparse-list";
