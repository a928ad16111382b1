import type { NamedTest, ParitySection } from "./parity.js";

const order: NamedTest = { file: "data/src/samplers/samplers.test.ts", title: "PyTorch's order" };
const loader = (title: string): NamedTest => ({ file: "data/src/data-loader.test.ts", title });
const dataset = (title: string): NamedTest => ({ file: "data/src/datasets/datasets.test.ts", title });
const transform = (title: string): NamedTest => ({ file: "data/src/transforms/transforms.test.ts", title });
const show = (title: string): NamedTest => ({ file: "data/src/images/show/show.test.ts", title });

export const dataSets: readonly ParitySection[] = [
  {
    title: "Data",
    rows: [
      ["torch.utils.data.DataLoader", "data.DataLoader", order],
      [
        "DataLoader(num_workers=…)",
        "data.DataLoader",
        {
          file: "data/src/prefetch/prefetch.long.test.ts",
          title: "gives the batches that it gives without, augmented anew in every pass",
        },
      ],
      ["DataLoader(collate_fn=…)", "data.DataLoader", loader("collates as it is told")],
      ["DataLoader(batch_sampler=…)", "data.DataLoader", loader("are those of a batchSampler")],
      [
        "torch.utils.data.IterableDataset",
        "data.DataLoader",
        loader("cuts it into batches, pass after pass"),
      ],
      [
        "torch.utils.data.default_collate",
        "data.defaultCollate",
        dataset("stacks tensors, numbers and booleans"),
      ],
      ["torch.utils.data.TensorDataset", "data.TensorDataset", dataset("takes rows of each tensor")],
      ["torch.utils.data.Subset", "data.Subset", dataset("is cut into subsets of subsets")],
      ["torch.utils.data.ConcatDataset", "data.ConcatDataset", dataset("finds samples across its sets")],
      ["torch.utils.data.random_split", "data.randomSplit", order],
      ["torch.utils.data.SequentialSampler", "data.SequentialSampler", order],
      ["torch.utils.data.RandomSampler", "data.RandomSampler", order],
      ["torch.utils.data.SubsetRandomSampler", "data.SubsetRandomSampler", order],
      ["torch.utils.data.WeightedRandomSampler", "data.WeightedRandomSampler", order],
      ["torch.utils.data.BatchSampler", "data.BatchSampler", loader("are those of a batchSampler")],
      ["torchvision.transforms.ToTensor", "data.toTensor", transform("lays channels out as planes")],
      ["torchvision.transforms.Normalize", "data.normalize", transform("takes one mean for all channels")],
      ["torchvision.transforms.Resize", "data.resize", transform("is PyTorch's bilinear with antialias")],
      [
        "torchvision.transforms.RandomAffine",
        "data.randomAffine",
        transform("turns clockwise about the middle"),
      ],
      ["torchvision.transforms.ElasticTransform", "data.elasticTransform", transform("moves ink smoothly")],
      ["torchvision.transforms.RandomErasing", "data.randomErasing", transform("wipes the same rectangle")],
      [
        "fastai.data.external.untar_data",
        "data.untarData",
        { file: "data/src/node/untar-data.test.ts", title: "untarData" },
      ],
      ["DataLoader.show_batch", "data.showBatch", show("lays pictures out in rows under their classes")],
      ["pandas Styler.background_gradient", "data.gradientTable", show("writes the numbers on viridis")],
    ],
  },
];
