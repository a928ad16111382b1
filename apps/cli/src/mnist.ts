import module from "node:module";

// What begins is small, so that Node keeps the rest compiled from one run to the next: from Node 22.1 on.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
await import("./main.js");
