import type { ParitySection } from "./parity.js";

const state = { file: "nn/src/optim/optimizers.test.ts", title: "every optimiser" };
const clipping = {
  file: "nn/src/optim/optimizers.test.ts",
  title: "optimisers against PyTorch, 50 steps",
};
const mnistLoss = {
  file: "nn/src/losses/mnist-loss.test.ts",
  title: "is how far the scores are from the truth",
};

export const training: readonly ParitySection[] = [
  {
    title: "Losses",
    test: {
      file: "nn/src/losses/losses.test.ts",
      title: "losses against PyTorch",
      cases: "nn/src/golden/losses.json",
    },
    rows: [
      ["torch.nn.CrossEntropyLoss", "nn.CrossEntropyLoss"],
      ["torch.nn.NLLLoss", "nn.NLLLoss"],
      ["torch.nn.BCELoss", "nn.BCELoss"],
      ["torch.nn.BCEWithLogitsLoss", "nn.BCEWithLogitsLoss"],
      ["torch.nn.MSELoss", "nn.MSELoss"],
      ["torch.nn.L1Loss", "nn.L1Loss"],
      ["torch.nn.SmoothL1Loss", "nn.SmoothL1Loss"],
      ["torch.nn.KLDivLoss", "nn.KLDivLoss"],
      ["torch.nn.functional.cross_entropy", "nn.crossEntropy"],
      ["torch.nn.functional.nll_loss", "nn.nllLoss"],
      ["torch.nn.functional.binary_cross_entropy", "nn.bceLoss"],
      ["torch.nn.functional.binary_cross_entropy_with_logits", "nn.bceWithLogits"],
      ["torch.nn.functional.mse_loss", "nn.mseLoss"],
      ["torch.nn.functional.l1_loss", "nn.l1Loss"],
      ["torch.nn.functional.smooth_l1_loss", "nn.smoothL1"],
      ["torch.nn.functional.kl_div", "nn.klDiv"],
      ["mnist_loss (fastbook, chapter 4)", "nn.mnistLoss", mnistLoss],
      ["mnist_loss as a module", "nn.MnistLoss", mnistLoss],
    ],
  },
  {
    title: "Optimisers",
    test: { ...clipping, cases: "nn/src/golden/optimizers.json" },
    rows: [
      ["torch.optim.SGD", "optim.SGD"],
      ["torch.optim.Adam", "optim.Adam"],
      ["torch.optim.AdamW", "optim.AdamW"],
      ["torch.optim.RMSprop", "optim.RMSprop"],
      ["torch.optim.Adagrad", "optim.Adagrad"],
      ["Lion (arXiv 2302.06675)", "optim.Lion"],
      ["Optimizer.add_param_group", "optim.Optimizer.addParamGroup", clipping],
      ["Optimizer.state_dict", "optim.Optimizer.stateDict", state],
      ["Optimizer.load_state_dict", "optim.Optimizer.loadStateDict", state],
      ["torch.nn.utils.clip_grad_norm_", "optim.clipGradNorm_", clipping],
      [
        "torch.nn.utils.clip_grad_value_",
        "optim.clipGradValue_",
        { file: "nn/src/optim/sgd.test.ts", title: "by value cuts each element" },
      ],
    ],
  },
  {
    title: "Schedulers",
    test: {
      file: "nn/src/schedulers/schedulers.test.ts",
      title: "schedulers against PyTorch and fastai, 50 steps",
      cases: "nn/src/golden/schedulers.json",
    },
    rows: [
      ["torch.optim.lr_scheduler.StepLR", "optim.StepLR"],
      ["torch.optim.lr_scheduler.MultiStepLR", "optim.MultiStepLR"],
      ["torch.optim.lr_scheduler.ExponentialLR", "optim.ExponentialLR"],
      ["torch.optim.lr_scheduler.CosineAnnealingLR", "optim.CosineAnnealingLR"],
      ["torch.optim.lr_scheduler.CosineAnnealingWarmRestarts", "optim.CosineAnnealingWarmRestarts"],
      ["torch.optim.lr_scheduler.OneCycleLR", "optim.OneCycleLR"],
      ["torch.optim.lr_scheduler.LinearLR (warm-up)", "optim.LinearLR"],
      ["torch.optim.lr_scheduler.SequentialLR", "optim.SequentialLR"],
      ["fastai.callback.schedule.combined_cos", "optim.FitOneCycle"],
    ],
  },
];
