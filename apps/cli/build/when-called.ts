import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Modules whose beginning takes milliseconds and which most commands never call, with what is taken of them. */
const functions: Readonly<Record<string, readonly string[]>> = {
  fflate: ["Gunzip", "Inflate", "inflateSync", "zipSync", "zlibSync"],
  "node:child_process": ["execFile", "fork", "spawn"],
};

/** `module`'s functions and classes, of which the first call loads it. */
function standIn(module: string, names: readonly string[]): string {
  const wrapped = names.map(
    (name) => `${name}: function (...given) {
      const called = load().${name};
      return new.target === undefined ? called(...given) : new called(...given);
    }`,
  );
  return `const load = () => require(${JSON.stringify(module)});
    const all = { ${wrapped.join(", ")} };
    export const { ${names.join(", ")} } = all;
    export default all;`;
}

/** Puts a stand-in in the place of these modules, which loads the real one when it is called. */
export const whenCalled: Plugin = {
  name: "when called",
  setup({ onLoad, onResolve }) {
    for (const module of Object.keys(functions)) {
      onResolve({ filter: new RegExp(`^${module}$`) }, ({ kind, resolveDir }) => {
        if (kind !== "import-statement") return undefined;
        return { path: module, namespace: "when-called", pluginData: resolveDir };
      });
    }
    onLoad({ filter: /.*/, namespace: "when-called" }, ({ path, pluginData }) => ({
      contents: standIn(path, functions[path]!),
      resolveDir: pluginData as string,
    }));
  },
};
