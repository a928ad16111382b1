import type { NamedTest, ParitySection } from "./parity.js";

const learner = (title: string): NamedTest => ({ file: "learner/src/learner.test.ts", title });
const schedule = (title: string): NamedTest => ({ file: "learner/src/schedule/schedule.test.ts", title });
const predict = (title: string): NamedTest => ({ file: "learner/src/predict/predict.test.ts", title });
const interpretation = (title: string): NamedTest => ({
  file: "learner/src/interpretation/interpretation.test.ts",
  title,
});
const metric = (title: string): NamedTest => ({ file: "learner/src/metrics/metrics.test.ts", title });
const state = (title: string): NamedTest => ({ file: "learner/src/state/resume.test.ts", title });
const callback = (file: string, title: string): NamedTest => ({
  file: `learner/src/callbacks/${file}.test.ts`,
  title,
});

export const learners: readonly ParitySection[] = [
  {
    title: "Learner",
    rows: [
      [
        "fastai.data.core.DataLoaders",
        "learner.DataLoaders",
        learner("lowers the loss and says what each epoch came to"),
      ],
      [
        "Learner.fit",
        "learner.Learner.fit",
        { file: "learner/src/run.test.ts", title: "has PyTorch's losses, accuracies and final weights" },
      ],
      [
        "Learner.fit_one_cycle",
        "learner.Learner.fitOneCycle",
        schedule("moves learning rate and momentum from batch to batch as fastai does"),
      ],
      [
        "Learner.fit_flat_cos",
        "learner.Learner.fitFlatCos",
        schedule("stays flat for three quarters, then falls"),
      ],
      [
        "Learner.lr_find",
        "learner.Learner.lrFind",
        schedule("raises the rate until the loss diverges, and leaves no trace"),
      ],
      [
        "fastai.callback.schedule.valley, steep",
        "learner.Learner.lrFind",
        schedule("are those of fastai on the same curve"),
      ],
      [
        "Learner.validate",
        "learner.Learner.validate",
        predict("leaves the model in the mode it was in, also in the middle of an epoch"),
      ],
      [
        "Learner.get_preds",
        "learner.Learner.getPreds",
        predict("answers in the data set's order and draws nothing from the random stream"),
      ],
      ["Learner.predict", "learner.Learner.predict", learner("predicts in eval mode, without a graph")],
      [
        "Learner.show_results",
        "learner.Learner.showResults",
        predict("shows pictures under their class and what they were wrongly taken for"),
      ],
      ["Learner.summary", "learner.Learner.summary", predict("is that of the model on a sample")],
      [
        "Learner.show_training_loop",
        "learner.Learner.showTrainingLoop",
        predict("names who listens to each event, in order"),
      ],
      ["fastai's events", "learner.events", learner("meets fastai's events in order")],
      ["CancelBatchException", "learner.cancelBatch", learner("skips a batch that is cancelled")],
      [
        "CancelFitException",
        "learner.cancelFit",
        learner("leaves a part when a callback cancels it, and cleans up"),
      ],
      [
        "an exception in a callback",
        "learner.Learner.fit",
        learner("runs the clean-up and passes on an error of a callback"),
      ],
      [
        "KeyboardInterrupt",
        "learner.Learner.fit",
        learner("stops between two batches when its signal aborts"),
      ],
    ],
  },
  {
    title: "Interpretation",
    rows: [
      [
        "ClassificationInterpretation.from_learner",
        "learner.Interpretation.fromLearner",
        interpretation("asks a learner, and takes the classes' names from its pictures"),
      ],
      [
        "ClassificationInterpretation.confusion_matrix",
        "learner.Interpretation.confusionMatrix",
        interpretation("counts what is taken for what"),
      ],
      [
        "ClassificationInterpretation.most_confused",
        "learner.Interpretation.mostConfused",
        interpretation("counts what is taken for what"),
      ],
      [
        "Interpretation.top_losses",
        "learner.Interpretation.topLosses",
        interpretation("finds the worst and the best samples"),
      ],
      [
        "sklearn.metrics.classification_report",
        "learner.Interpretation.classificationReport",
        interpretation("reports what scikit-learn reports"),
      ],
    ],
  },
  {
    title: "Metrics",
    rows: [
      ["fastai.metrics.accuracy", "learner.accuracy", metric("weigh every sample alike")],
      ["fastai.metrics.error_rate", "learner.errorRate", metric("weigh every sample alike")],
      ["fastai.metrics.top_k_accuracy", "learner.topKAccuracy", metric("weigh every sample alike")],
      ["fastai.metrics.FBeta", "learner.fBeta", metric("precision, recall and F scores")],
      ["fastai.metrics.F1Score", "learner.f1Score", metric("precision, recall and F scores")],
      ["fastai.metrics.Precision", "learner.precision", metric("precision, recall and F scores")],
      ["fastai.metrics.Recall", "learner.recall", metric("precision, recall and F scores")],
      ["fastai.metrics.mae", "learner.mae", metric("take exponents and roots at the end")],
      ["fastai.metrics.mse", "learner.mse", metric("take exponents and roots at the end")],
      ["fastai.metrics.rmse", "learner.rmse", metric("take exponents and roots at the end")],
      ["fastai.metrics.Perplexity", "learner.perplexity", metric("take exponents and roots at the end")],
      [
        "fastai.learner.AvgMetric",
        "learner.averaged",
        metric("a metric of one's own is a function, and has its name"),
      ],
      [
        "batch_accuracy (fastbook, chapter 4)",
        "learner.batchAccuracy",
        { file: "learner/src/notes.test.ts", title: "the notes' runs on MNIST, seed for seed" },
      ],
    ],
  },
  {
    title: "Callbacks",
    rows: [
      [
        "fastai.callback.schedule.ParamScheduler",
        "learner.ParamScheduler",
        schedule("moves a schedule once an epoch"),
      ],
      [
        "fastai.learner.Recorder",
        "learner.Recorder",
        schedule("has the losses that the epochs' means are of"),
      ],
      [
        "fastai.callback.progress.ProgressCallback",
        "learner.ProgressCallback",
        callback("reporting", "reports every batch as a share of the whole fit"),
      ],
      [
        "fastai.callback.progress.CSVLogger",
        "learner.CSVLogger",
        callback("reporting", "writes a row for every epoch under a head"),
      ],
      [
        "a log of JSON lines",
        "learner.JSONLLogger",
        callback("reporting", "writes each epoch once, whatever was written after the state that is resumed"),
      ],
      [
        "fastai.callback.tracker.EarlyStoppingCallback",
        "learner.EarlyStopping",
        callback("tracking", "ends the fit after so many epochs without a new best"),
      ],
      [
        "fastai.callback.tracker.SaveModelCallback",
        "learner.SaveBest",
        callback("tracking", "keeps the best epoch's weights and gives them back at the end"),
      ],
      [
        "fastai.callback.tracker.ReduceLROnPlateau",
        "learner.ReduceOnPlateau",
        callback("tracking", "divides the learning rate, down to the least"),
      ],
      [
        "fastai.callback.tracker.TerminateOnNaNCallback",
        "learner.TerminateOnNaN",
        callback("training", "names %s, and leaves the weights of the batch before"),
      ],
      [
        "fastai.callback.training.GradientAccumulation",
        "learner.GradientAccumulation",
        callback("training", "takes the steps of the larger batch"),
      ],
      [
        "fastai.callback.training.GradientClip",
        "learner.GradientClip",
        callback("training", "scales gradients to the norm before the step"),
      ],
      [
        "fastai.callback.mixup.MixUp",
        "learner.MixUp",
        callback("training", "mixes pairs of samples, and their losses in the same shares"),
      ],
      [
        "torch.optim.swa_utils.AveragedModel",
        "learner.EMA",
        callback("ema", "averages as torch's AveragedModel does, and validates with the average"),
      ],
    ],
  },
  {
    title: "Training state",
    rows: [
      [
        "Learner.save",
        "learner.Learner.save",
        state("keep weights, optimiser, random stream and history between fits"),
      ],
      [
        "Learner.load",
        "learner.Learner.load",
        state("keep weights, optimiser, random stream and history between fits"),
      ],
      [
        "a resumed run, bit for bit",
        "learner.Learner.load",
        state("ends with the bits of an unbroken one, from every batch and every epoch"),
      ],
      [
        "a run killed by kill -9",
        "learner.Checkpoint",
        {
          file: "learner/src/node/killed.long.test.ts",
          title: "ends with the same weights after %s at",
        },
      ],
    ],
  },
];
