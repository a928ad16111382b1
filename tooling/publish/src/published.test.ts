import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { describe, expect, inject, it } from "vitest";
import { libraries } from "./packed.js";
import { run } from "./run.js";
import { script } from "./tools.js";

const tarballs = inject("tarballs");
const consumer = inject("consumer");

/** Writes a file of the consumer's; answers its path. */
function write(name: string, text: string): string {
  const path = join(consumer, name);
  writeFileSync(path, text);
  return path;
}

/** Kilobytes over the wire of what a browser's bundler makes of a module, minified and gzipped. */
async function bundle(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: consumer },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["browser"],
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000;
}

/** Kilobytes that a page may have to load; docs/decisions/0003 says where they go. */
const budgets = {
  "the notes' ten digits by hand": {
    code: `
      import { noGrad } from "@mnist/autograd";
      import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
      import { SGD } from "@mnist/nn/optim";
      import { manualSeed, randn } from "@mnist/tensor";
      console.log(noGrad, crossEntropy, Linear, ReLU, Sequential, SGD, manualSeed, randn);`,
    most: 93,
  },
  "all of tensor, autograd and nn": {
    code: ["tensor", "autograd", "nn"].map((name) => `export * as ${name} from "@mnist/${name}";`).join("\n"),
    most: 142,
  },
};

describe("the packages as they are published", () => {
  it("say what they hold in a way that every tool understands", async () => {
    for (const pack of tarballs) {
      const tarball = readFileSync(pack);
      const { messages, pkg } = await publint({
        pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) },
      });
      const complaints = messages
        .filter(({ type }) => type !== "suggestion")
        .map((message) => formatMessage(message, pkg));
      expect(complaints, pack).toEqual([]);
      if (!pack.includes("mnist-cli"))
        run("pnpm", ["exec", "attw", pack, "--profile", "esm-only"], import.meta.dirname);
    }
  });

  it("hold what they need, and nothing that is the workspace's own", () => {
    for (const pack of tarballs) {
      const files = run("tar", ["-tzf", pack], consumer);
      expect(files, pack).toContain("package/README.md");
      expect(files, pack).toContain("package/LICENSE");
      const manifest = run("tar", ["-xOzf", pack, "package/package.json"], consumer);
      expect(manifest, pack).not.toMatch(/@mnist\/source|devDependencies|workspace:/);
      for (const [, range] of manifest.matchAll(/"@mnist\/\w+": "([^"]+)"/g)) expect(range).toMatch(/^\^/);
    }
  });

  it.each(libraries)("lets @mnist/%s be used from plain JavaScript", (name) => {
    const file = write(`use-${name}.js`, uses[name]);
    expect(run(process.execPath, [file], consumer).trim()).toBe(expected[name]);
  });

  it("has the command line tool on the path", () => {
    const mnist = `${consumer}/node_modules/.bin/mnist`;
    expect(run(mnist, ["--version"], consumer).trim()).toMatch(/^\d+\.\d+\.\d+$/);
    expect(run(mnist, ["data", "show"], consumer)).toMatch(/picture 1 of strokes/);
  });

  it("is typed for a strict project that resolves as Node does", () => {
    write("consumer.ts", typed);
    const compilerOptions = { strict: true, noEmit: true, target: "es2022", module: "nodenext", types: [] };
    const project = write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    expect(run("pnpm", ["exec", "tsc", "-p", project], import.meta.dirname)).toBe("");
  });

  it("is typed for the oldest TypeScript that docs/versions.md names, as tsc --init has it", () => {
    const oldest = script("typescript-oldest", "tsc");
    expect(run(process.execPath, [oldest, "--version"], consumer).trim()).toMatch(/^Version 5\.4/);
    const compilerOptions = { strict: true, skipLibCheck: true, noEmit: true, target: "es2022", types: [] };
    for (const resolution of ["nodenext", "bundler"]) {
      const module = resolution === "bundler" ? "esnext" : "nodenext";
      const options = { ...compilerOptions, module, moduleResolution: resolution };
      write("consumer.ts", typed);
      const project = write(
        "tsconfig.oldest.json",
        JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }),
      );
      expect(run(process.execPath, [oldest, "-p", project], consumer)).toBe("");
    }
  });

  it("gives a project for browsers the browser's types and Node's by name", () => {
    write(
      "browser.ts",
      `import { untarData } from "@mnist/data/node";\nimport * as data from "@mnist/data";\nexport const both = [untarData, data.strokes, "untarData" in data];\n// @ts-expect-error\ndata.untarData;`,
    );
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      types: [],
    };
    const project = write(
      "tsconfig.browser.json",
      JSON.stringify({ compilerOptions, files: ["browser.ts"] }),
    );
    expect(run("pnpm", ["exec", "tsc", "-p", project], import.meta.dirname)).toBe("");
  });

  it.each(["workerd", "react-native", "edge-light"])(
    "resolves for %s, which is not Node",
    async (condition) => {
      for (const name of libraries) {
        const { outputFiles } = await build({
          stdin: { contents: `export * from "@mnist/${name}";`, resolveDir: consumer },
          bundle: true,
          write: false,
          format: "esm",
          platform: "neutral",
          mainFields: ["main"],
          conditions: [condition, "import"],
          logLevel: "silent",
        });
        expect(outputFiles[0]!.text).not.toMatch(/from "node:|import\("node:/);
      }
    },
  );

  it.each(libraries)("bundles @mnist/%s for the browser without anything of Node's", async (name) => {
    // A bundler for the browser stops at an import that only Node can follow.
    expect(await bundle(`export * from "@mnist/${name}";`)).toBeGreaterThan(0);
  });

  it("bundles the WebGPU device for the browser, apart from the rest", async () => {
    expect(await bundle('export * from "@mnist/tensor/webgpu";')).toBeGreaterThan(0);
  });

  it.each(Object.entries(budgets))(
    "takes no more over the wire than it may: %s",
    async (_what, { code, most }) => {
      const kilobytes = await bundle(code);
      console.log(`${kilobytes.toFixed(1)} kB of ${most} kB, minified and gzipped, kernels included`);
      expect(kilobytes).toBeLessThan(most);
    },
  );
});

const uses: Record<(typeof libraries)[number], string> = {
  tensor: `
    import { arange, manualSeed, randn } from "@mnist/tensor";
    manualSeed(42);
    console.log(String(arange(6).reshape([2, 3]).sum(0)), randn([1]).itemSync().toFixed(4));`,
  conformance: `
    import { conformance } from "@mnist/conformance";
    import { cpu } from "@mnist/tensor";
    const [first] = conformance(cpu);
    await first.check();
    console.log(typeof first.name);`,
  autograd: `
    import "@mnist/autograd";
    import { tensor } from "@mnist/tensor";
    const x = tensor(3).requiresGrad_();
    x.square().backward();
    console.log(x.grad.itemSync());`,
  nn: `
    import { manualSeed, ones } from "@mnist/tensor";
    import { crossEntropy, Linear } from "@mnist/nn";
    import { SGD } from "@mnist/nn/optim";
    import { tensor } from "@mnist/tensor";
    manualSeed(0);
    const layer = new Linear(2, 2);
    const optimizer = new SGD([...layer.parameters()], { lr: 0.1 });
    const loss = () => crossEntropy(layer.forward(ones([1, 2])), tensor([1], { dtype: "int32" }));
    const before = loss();
    before.backward();
    optimizer.step();
    console.log(loss().itemSync() < before.itemSync());`,
  data: `
    import { DataLoader, ImageDataset, strokes } from "@mnist/data";
    const loader = new DataLoader(new ImageDataset(strokes({ count: 10, seed: 1 })), { batchSize: 4 });
    console.log([...loader].map(([x]) => x.shape.join("x")).join(" "));`,
  learner: `
    import { strokes } from "@mnist/data";
    import { recipeLearner, recipes } from "@mnist/learner";
    import { manualSeed } from "@mnist/tensor";
    manualSeed(1);
    const data = { train: strokes({ count: 600, seed: 1 }), valid: strokes({ count: 100, seed: 2 }) };
    const learner = recipeLearner(recipes.digits, data);
    const [first, last] = await learner.fit(2, 0.1);
    console.log(last.trainLoss < first.trainLoss);`,
};

const expected: Record<(typeof libraries)[number], string> = {
  tensor: "tensor([3, 5, 7]) 0.3367", // torch.manual_seed(42); torch.randn(1)
  conformance: "string",
  autograd: "6",
  nn: "true",
  data: "4x784 4x784 2x784",
  learner: "true",
};

const typed = `
import { grad, noGrad } from "@mnist/autograd";
import { DataLoader, TensorDataset } from "@mnist/data";
import { accuracy, DataLoaders, Learner } from "@mnist/learner";
import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { AdamW } from "@mnist/nn/optim";
import { randint, randn, type Tensor } from "@mnist/tensor";

const x: Tensor = randn([8, 4]).requiresGrad_();
const [slope] = grad(x.square().sum(), [x]);
noGrad(() => x.sub_(slope!.mul(0.1)));
const data = new TensorDataset(randn([8, 4]), randint(2, [8]));
const loader = new DataLoader(data, { batchSize: 4, shuffle: true });
const model = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2));
const optimizer = new AdamW([...model.parameters()], { lr: 1e-3 });
export const learner = new Learner(new DataLoaders(loader, loader), model, {
  lossFunction: (prediction, target) => crossEntropy(prediction, target),
  optimizer: () => optimizer,
  metrics: [accuracy],
});
`;
