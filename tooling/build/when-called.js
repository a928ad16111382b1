/** Modules that take milliseconds to begin and that most commands never call: what is taken of them, by which kind of call. */
const modules = {
  fflate: {
    names: ["Gunzip", "Inflate", "inflateSync", "zipSync", "zlibSync"],
    kinds: ["import-statement", "require-call"],
  },
  // Of commander alone: where a process is started, `promisify` looks for more than the functions.
  "node:child_process": { names: ["spawn"], kinds: ["require-call"] },
};

/** A module with these functions and classes of another, of which the first call loads that. */
function standIn(module, names) {
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

/** Bundles a stand-in for each of these modules, which loads the real one when it is called. */
export const whenCalled = {
  name: "when called",
  setup({ onLoad, onResolve }) {
    const filter = new RegExp(`^(${Object.keys(modules).join("|")})$`);
    onResolve({ filter }, ({ kind, namespace, path, resolveDir }) => {
      const isTheRealOne = namespace === "when-called";
      if (isTheRealOne || !modules[path].kinds.includes(kind)) return undefined;
      return { path, namespace: "when-called", pluginData: resolveDir };
    });
    onLoad({ filter, namespace: "when-called" }, ({ path, pluginData: resolveDir }) => ({
      contents: standIn(path, modules[path].names),
      resolveDir,
    }));
  },
};
