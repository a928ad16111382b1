import type { ParitySection } from "./parity.js";

const state = { file: "nn/src/optim/optimizers.test.ts", title: "every optimiser" };
const clipping = {
  file: "nn/src/optim/optimizers.test.ts",
  title: "optimisers against PyTorch, 50 steps",
};
const scenarios = {
  file: "nn/src/schedulers/schedulers.test.ts",
  title: "schedulers beside each other, beside a person's hand, and with groups added later",
  cases: "nn/src/golden/scheduler-scenarios.json",
};
const plateau = { file: "nn/src/schedulers/reduce-on-plateau.test.ts", title: "ReduceLROnPlateau" };
const mnistLoss = {
  file: "nn/src/losses/mnist-loss.test.ts",
  title: "is how far the scores are from the truth",
};

export const training: readonly ParitySection[] = [
  {
    title: "Losses of margins and likelihoods",
    test: {
      file: "nn/src/modules.test.ts",
      title: "modules against PyTorch",
      cases: "nn/src/golden/modules.json",
    },
    rows: [
      ["torch.nn.HuberLoss", "nn.HuberLoss"],
      ["torch.nn.MarginRankingLoss", "nn.MarginRankingLoss"],
      ["torch.nn.HingeEmbeddingLoss", "nn.HingeEmbeddingLoss"],
      ["torch.nn.CosineEmbeddingLoss", "nn.CosineEmbeddingLoss"],
      ["torch.nn.TripletMarginLoss", "nn.TripletMarginLoss"],
      ["torch.nn.MultiMarginLoss", "nn.MultiMarginLoss"],
      ["torch.nn.PoissonNLLLoss", "nn.PoissonNLLLoss"],
      ["torch.nn.GaussianNLLLoss", "nn.GaussianNLLLoss"],
      ["torch.nn.CTCLoss", "nn.CTCLoss"],
    ],
  },
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
      ["torch.optim.Adadelta", "optim.Adadelta"],
      ["torch.optim.Adamax", "optim.Adamax"],
      ["torch.optim.NAdam", "optim.NAdam"],
      ["torch.optim.RAdam", "optim.RAdam"],
      ["torch.optim.Rprop", "optim.Rprop"],
      ["torch.optim.Adagrad", "optim.Adagrad"],
      ["Lion (arXiv 2302.06675)", "optim.Lion"],
      [
        "torch.optim.swa_utils.AveragedModel",
        "optim.AveragedModel",
        {
          file: "nn/src/optim/averaged-model.test.ts",
          title: "is the mean of the models it was shown, and saved as PyTorch's",
        },
      ],
      [
        "torch.optim.LBFGS",
        "optim.LBFGS",
        { file: "nn/src/optim/lbfgs.test.ts", title: "has PyTorch's losses and as many calls" },
      ],
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
      ["torch.optim.lr_scheduler.ConstantLR", "optim.ConstantLR"],
      ["torch.optim.lr_scheduler.PolynomialLR", "optim.PolynomialLR"],
      ["torch.optim.lr_scheduler.CyclicLR", "optim.CyclicLR"],
      ["torch.optim.lr_scheduler.LambdaLR", "optim.LambdaLR", scenarios],
      ["torch.optim.lr_scheduler.MultiplicativeLR", "optim.MultiplicativeLR", scenarios],
      ["torch.optim.lr_scheduler.ReduceLROnPlateau", "optim.ReduceLROnPlateau", plateau],
      ["fastai.callback.schedule.combined_cos", "optim.FitOneCycle"],
    ],
  },
];
