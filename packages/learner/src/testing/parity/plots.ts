import type { ParitySection } from "./parity.js";

export const plots: readonly ParitySection[] = [
  {
    title: "Plots",
    test: {
      file: "learner/src/plot/plot.test.ts",
      title: "is a specification in plain JSON that Vega-Lite takes without a word",
    },
    rows: [
      ["matplotlib.pyplot.scatter", "plot.scatter"],
      ["matplotlib.pyplot.plot", "plot.line"],
      ["fastbook.plot_function", "plot.plotFunction"],
      ["Recorder.plot_loss", "plot.plotLoss"],
      ["Recorder.plot_lr_find", "plot.plotLrFind"],
      ["TfmdDL.show_batch", "plot.plotBatch"],
      ["ClassificationInterpretation.plot_confusion_matrix", "plot.plotConfusionMatrix"],
      ["Interpretation.plot_top_losses", "plot.plotTopLosses"],
    ],
  },
];
