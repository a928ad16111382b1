// What a package.json says where it is published, in place of what the workspace needs of it.
const identity = require("./tooling/publish/identity.json");

/** Conditions that name files which are not packed. */
const workspaceCondition = "@mnist/source";

function withoutSources(exported) {
  if (typeof exported !== "object" || exported === null) return exported;
  const kept = Object.entries(exported).filter(([name]) => name !== workspaceCondition);
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutSources(value)]));
}

function beforePacking(manifest) {
  const { devDependencies: _tools, scripts: _scripts, exports, ...rest } = manifest;
  const known = Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== ""));
  return { ...rest, ...known, ...(exports !== undefined && { exports: withoutSources(exports) }) };
}

module.exports = { hooks: { beforePacking } };
