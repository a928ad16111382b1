import type { NamedTest, ParityRow, ParitySection } from "./parity.js";

const module = (title: string): NamedTest => ({ file: "nn/src/module.test.ts", title });
const stacks = (title: string): NamedTest => ({ file: "nn/src/layers/stacks.test.ts", title });
const manners = (title: string): NamedTest => ({ file: "nn/src/pytorch-manners.test.ts", title });
const summary = { file: "nn/src/inspect/summary.test.ts", title: "prints torchinfo's table" };
const init = {
  file: "nn/src/init.test.ts",
  title: "weights for a seed, against PyTorch",
  cases: "nn/src/golden/init.json",
};

const layers = [
  "Linear",
  "Bilinear",
  "Conv1d",
  "Conv2d",
  "MaxPool2d",
  "AvgPool2d",
  "AdaptiveAvgPool2d",
  "BatchNorm1d",
  "BatchNorm2d",
  "LayerNorm",
  "GroupNorm",
  "Dropout",
  "Embedding",
  "Flatten",
  "Unflatten",
  "Identity",
  "ReLU",
  "LeakyReLU",
  "ELU",
  "GELU",
  "SiLU",
  "Sigmoid",
  "Tanh",
  "Softmax",
  "LogSoftmax",
  "Softplus",
];

/** With several inputs or outputs, or of later families. */
const moreLayers = [
  "RNN",
  "RNNCell",
  "LSTM",
  "LSTMCell",
  "GRU",
  "GRUCell",
  "MultiheadAttention",
  "TransformerEncoderLayer",
  "TransformerDecoderLayer",
  "ConvTranspose1d",
  "ConvTranspose2d",
  "Conv3d",
  "MaxPool1d",
  "AvgPool1d",
  "AdaptiveAvgPool1d",
  "AdaptiveMaxPool1d",
  "AdaptiveMaxPool2d",
  "InstanceNorm1d",
  "InstanceNorm2d",
  "PixelShuffle",
  "PixelUnshuffle",
  "Upsample",
  "ZeroPad2d",
  "ConstantPad1d",
  "ConstantPad2d",
  "ReflectionPad1d",
  "ReflectionPad2d",
  "ReplicationPad1d",
  "ReplicationPad2d",
  "Dropout1d",
  "Dropout2d",
  "RMSNorm",
  "EmbeddingBag",
  "PReLU",
  "SELU",
  "CELU",
  "LogSigmoid",
  "Mish",
  "Softsign",
  "Hardtanh",
  "ReLU6",
  "Hardsigmoid",
  "Hardswish",
  "Hardshrink",
  "Softshrink",
  "Tanhshrink",
  "Threshold",
  "GLU",
  "Softmin",
];

const initialisers: readonly ParityRow[] = [
  ["uniform_", "uniform_"],
  ["normal_", "normal_"],
  ["trunc_normal_", "truncNormal_"],
  ["kaiming_uniform_", "kaimingUniform_"],
  ["kaiming_normal_", "kaimingNormal_"],
  ["xavier_uniform_", "xavierUniform_"],
  ["xavier_normal_", "xavierNormal_"],
  ["orthogonal_", "orthogonal_"],
];

const others = (title: string): NamedTest => ({ file: "nn/src/init.test.ts", title });

export const networks: readonly ParitySection[] = [
  {
    title: "Layers",
    test: {
      file: "nn/src/layers/layers.test.ts",
      title: "layers against PyTorch",
      cases: "nn/src/golden/layers.json",
    },
    rows: [
      ...layers.map((name): ParityRow => [`torch.nn.${name}`, `nn.${name}`]),
      ["torch.nn.Sequential", "nn.Sequential", module("Sequential calls its modules one after the other")],
      ["torch.nn.ModuleList", "nn.ModuleList", module("hold modules by position or name")],
      ["torch.nn.ModuleDict", "nn.ModuleDict", module("hold modules by position or name")],
    ],
  },
  {
    title: "Functional forms",
    test: {
      file: "nn/src/functional.test.ts",
      title: "functions against PyTorch",
      cases: "nn/src/golden/functional.json",
    },
    rows: [
      ["torch.nn.functional.linear", "functional.linear"],
      ["torch.nn.functional.bilinear", "functional.bilinear"],
      ["torch.nn.functional.dropout", "functional.dropout"],
      ["torch.nn.functional.dropout1d", "functional.dropout1d"],
      ["torch.nn.functional.dropout2d", "functional.dropout2d"],
      ["torch.nn.functional.embedding", "functional.embedding"],
      ["torch.nn.functional.embedding_bag", "functional.embeddingBag"],
      ["torch.nn.functional.batch_norm", "functional.batchNorm"],
      ["torch.nn.functional.instance_norm", "functional.instanceNorm"],
      ["torch.nn.functional.group_norm", "functional.groupNorm"],
      ["torch.nn.functional.fold", "functional.fold"],
      ["torch.nn.functional.unfold", "functional.unfold"],
      ["torch.nn.functional.affine_grid", "functional.affineGrid"],
      ["torch.nn.functional.grid_sample", "functional.gridSample"],
      ["torch.nn.functional.gumbel_softmax", "functional.gumbelSoftmax"],
      [
        "torch.nn.functional.multi_head_attention_forward",
        "functional.multiHeadAttention",
        {
          file: "nn/src/functional/multi-head-attention.test.ts",
          title: "refuses heads that don't fit, and missing weights",
        },
      ],
    ],
  },
  {
    title: "Layers of sequences, attention, more shapes",
    test: {
      file: "nn/src/modules.test.ts",
      title: "modules against PyTorch",
      cases: "nn/src/golden/modules.json",
    },
    rows: [
      ...moreLayers.map((name): ParityRow => [`torch.nn.${name}`, `nn.${name}`]),
      [
        "torch.nn.TransformerEncoder",
        "nn.TransformerEncoder",
        stacks("are copies of one layer, one after the other, and draw no numbers"),
      ],
      ["torch.nn.TransformerDecoder", "nn.TransformerDecoder", stacks("decode beside a memory")],
      [
        "torch.nn.functional.scaled_dot_product_attention",
        "nn.scaledDotProductAttention",
        stacks("looks where it may"),
      ],
      ["torch.nn.ParameterList", "nn.ParameterList", stacks("ParameterList holds what is learned")],
      [
        "torch.nn.utils.parameters_to_vector",
        "nn.parametersToVector",
        manners("turns parameters into a vector and back"),
      ],
      [
        "torch.nn.utils.vector_to_parameters",
        "nn.vectorToParameters",
        manners("turns parameters into a vector and back"),
      ],
      [
        "torch.nn.utils.skip_init",
        "nn.skipInit",
        { file: "nn/src/init.test.ts", title: "draw nothing for weights that are to be loaded" },
      ],
    ],
  },
  {
    title: "Modules",
    rows: [
      ["torch.nn.Module", "nn.Module", module("is called as a function")],
      [
        "torch.nn.Parameter",
        "nn.Parameter",
        module("names parameters and buffers as PyTorch does: its own, then its children's"),
      ],
      [
        "Module.register_buffer",
        "nn.Module.registerBuffer",
        module("names parameters and buffers as PyTorch does: its own, then its children's"),
      ],
      [
        "Module.register_forward_hook",
        "nn.Module.registerForwardHook",
        module("runs hooks around a call until they are removed"),
      ],
      [
        "Module.register_forward_pre_hook",
        "nn.Module.registerForwardPreHook",
        module("runs hooks around a call until they are removed"),
      ],
      ["Module.train", "nn.Module.train", module("switches all of itself between training and use")],
      ["Module.eval", "nn.Module.eval", module("switches all of itself between training and use")],
      ["Module.state_dict", "nn.Module.stateDict", module("loads what another saved")],
      [
        "Module.load_state_dict",
        "nn.Module.loadStateDict",
        module("changes nothing where a state does not fit, and says why"),
      ],
      ["Module.requires_grad_", "nn.Module.requiresGrad_", module("freezes its parameters and thaws them")],
      [
        "Module.to",
        "nn.Module.to",
        module("keeps its parameters when it is converted, so that an optimiser made before goes on"),
      ],
      ["Module.apply", "nn.Module.apply", module("visits every module, children first")],
      [
        "sum(p.numel() for p in model.parameters())",
        "nn.Module.numParameters",
        module("names parameters and buffers as PyTorch does: its own, then its children's"),
      ],
      ["print(model)", "nn.Module.toString", module("prints as in PyTorch")],
      ["torchinfo.summary", "nn.summary", summary],
    ],
  },
  {
    title: "Initial weights",
    test: init,
    rows: [
      ...initialisers.map(([theirs, ours]): ParityRow => [`torch.nn.init.${theirs}`, `nn.${ours}`]),
      ["torch.nn.init.constant_", "nn.constant_", others("set constants")],
      ["torch.nn.init.zeros_", "nn.zeros_", others("set constants")],
      ["torch.nn.init.ones_", "nn.ones_", others("set constants")],
      ["torch.nn.init.calculate_gain", "nn.calculateGain", others("grow weights by PyTorch's gains")],
    ],
  },
];
