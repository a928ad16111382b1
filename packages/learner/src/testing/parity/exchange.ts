import type { NamedTest, ParitySection } from "./parity.js";

const files = (title: string): NamedTest => ({ file: "nn/src/formats/exchange.test.ts", title });
const npz = (title: string): NamedTest => ({ file: "nn/src/formats/npz.test.ts", title });
const recipe = (title: string): NamedTest => ({ file: "learner/src/recipes/recipes.test.ts", title });
const notes = { file: "learner/src/notes.test.ts", title: "the notes' runs on MNIST, seed for seed" };

export const exchange: readonly ParitySection[] = [
  {
    title: "Out of the house",
    rows: [
      [
        "safetensors.torch.save_file",
        "formats.saveSafetensors",
        files("give the network's outputs and the very values"),
      ],
      [
        "safetensors.torch.load_file",
        "formats.loadSafetensors",
        files("safetensors: a network's weights give PyTorch's outputs"),
      ],
      ["numpy.savez", "formats.saveNpz", files("give the network's outputs and the very values")],
      [
        "numpy.load (.npz)",
        "formats.loadNpz",
        files("npz: every element type, both orders of bytes and of axes"),
      ],
      ["numpy.save", "formats.saveNpy", npz("keeps its values at a multiple of 64 bytes, as NumPy does")],
      ["numpy.load (.npy)", "formats.loadNpy", npz("comes back as it went, compressed %s")],
      [
        "torch.onnx.export, every layer",
        "formats.exportOnnx",
        {
          file: "nn/src/formats/onnx/export-onnx.test.ts",
          title: "onnxruntime computes what the layer does",
        },
      ],
      [
        "torch.onnx.export, a forward of one's own",
        "formats.exportOnnx",
        { file: "nn/src/formats/onnx/export-onnx.test.ts", title: "a forward of one's own" },
      ],
      [
        "onnxruntime over the 10,000 test images",
        "learner.exportModel",
        {
          file: "learner/src/export-model.test.ts",
          title: "a model trained here, exported, and run in onnxruntime",
        },
      ],
      [
        "repr of the architecture, as JSON",
        "nn.Module.toJSON",
        { file: "nn/src/module.test.ts", title: "answers its architecture as JSON" },
      ],
      [
        "a model from its architecture",
        "formats.moduleFromJSON",
        { file: "nn/src/formats/from-json.test.ts", title: "moduleFromJSON" },
      ],
    ],
  },
  {
    title: "Recipes",
    rows: [
      [
        "the notes' curve",
        "learner.fitCurve",
        { file: "learner/src/notes.test.ts", title: "has PyTorch's points, start, losses and end" },
      ],
      ["the notes' threes and sevens", "learner.recipes.threes-sevens", notes],
      ["the notes' digits", "learner.recipes.digits", notes],
      [
        "the notes' one output",
        "learner.recipes.digits-scalar",
        recipe("explains itself by what it mixed up"),
      ],
      [
        "simple_cnn (fastbook, chapter 13)",
        "learner.recipes.digits-conv",
        recipe("digits-conv learns on one cycle by Adam"),
      ],
      [
        "hints for a run that went wrong",
        "learner.advise",
        { file: "learner/src/recipes/advice.test.ts", title: "advise" },
      ],
    ],
  },
];
