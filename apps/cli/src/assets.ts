import { fileURLToPath } from "node:url";

/** A 3 drawn on paper-white by hand, shipped with the package. */
export const drawnThree = fileURLToPath(new URL("../assets/three.png", import.meta.url));
