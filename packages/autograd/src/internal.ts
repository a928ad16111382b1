/** What the sister packages need of this one and nobody else does. It may change with any version. */
export { noGradNow } from "./grad-mode.js";
