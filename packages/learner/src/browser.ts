/** What works in Node and in the browser alike. What needs Node is added in index.ts. */

export { breathe } from "./breathe.js";
export { type Calibration, calibrate } from "./calibration/calibrate.js";
export { type CalibratedReading, DivergedError, readScores } from "./calibration/read-scores.js";
export { CSVLogger } from "./callbacks/csv-logger.js";
export { EarlyStopping } from "./callbacks/early-stopping.js";
export { EMA, type EMAOptions } from "./callbacks/ema.js";
export { EpochLogger } from "./callbacks/epoch-logger.js";
export { GradientAccumulation } from "./callbacks/gradient-accumulation.js";
export { GradientClip, type GradientClipOptions } from "./callbacks/gradient-clip.js";
export { JSONLLogger } from "./callbacks/jsonl-logger.js";
export type { LogSink, WriteLog } from "./callbacks/log-sink.js";
export { MixUp } from "./callbacks/mix-up.js";
export type { MonitorOptions, PatienceOptions } from "./callbacks/monitor.js";
export {
  type MakeScheduler,
  ParamScheduler,
  type ParamSchedulerOptions,
} from "./callbacks/param-scheduler.js";
export { type Progress, ProgressCallback, type ProgressOptions } from "./callbacks/progress.js";
export { Recorder } from "./callbacks/recorder.js";
export { ReduceOnPlateau, type ReduceOnPlateauOptions } from "./callbacks/reduce-on-plateau.js";
export { SaveBest, type SaveBestOptions } from "./callbacks/save-best.js";
export { TableLogger } from "./callbacks/table-logger.js";
export { NonFiniteError, TerminateOnNaN } from "./callbacks/terminate-on-nan.js";
export type { AnyContext, FitPosition, TrainingContext } from "./context.js";
export { type AnyLoaders, DataLoaders, type PairLoader } from "./data-loaders.js";
export type { EpochRecord } from "./epoch-record.js";
export {
  type AnyCallback,
  type Callback,
  type CallbackState,
  type CallbackTraits,
  Cancel,
  cancelBatch,
  cancelEpoch,
  cancelFit,
  cancelTrain,
  cancelValidate,
  type Event,
  events,
} from "./events.js";
export { type ExportFormat, type ExportModelOptions, exportFormats, exportModel } from "./export-model.js";
export type { FitOptions } from "./fit-options.js";
export { History } from "./history.js";
export type { ClassificationReport, ReportRow } from "./interpretation/classification-report.js";
export {
  type Answers,
  type Confusion,
  Interpretation,
  type TopLoss,
} from "./interpretation/interpretation.js";
export { Learner } from "./learner.js";
export type { LearnerOptions } from "./learner-options.js";
export { accuracy, batchAccuracy, errorRate } from "./metrics/accuracy.js";
export type { Average, ClassScores, ConfusionMatrix } from "./metrics/class-scores.js";
export {
  type ClassMetricOptions,
  f1Score,
  fBeta,
  precision,
  recall,
  topKAccuracy,
} from "./metrics/classification.js";
export { averaged, type Metric, type MetricFunction, toMetric } from "./metrics/metric.js";
export { perplexity } from "./metrics/perplexity.js";
export { mae, mse, rmse } from "./metrics/regression.js";
export { RunningMean } from "./metrics/running-mean.js";
export { type OptimizerClass, partial } from "./optimizer-class.js";
export type { Decoding } from "./predict/decoding.js";
export type { GetPredsOptions, Predictions } from "./predict/get-preds.js";
export type { ShowResultsOptions } from "./predict/show-results.js";
export { type Advice, advise, type RunSigns, type SettingsChange } from "./recipes/advice.js";
export { recipeFor } from "./recipes/choose-classes.js";
export {
  type CurveFit,
  type CurveSettings,
  type CurveSoFar,
  curveDefaults,
  fitCurve,
  quadratic,
} from "./recipes/curve.js";
export { type ReadAll, readAll } from "./recipes/read-all.js";
export type {
  ModelSettings,
  Reading,
  Recipe,
  RecipeName,
  TrainingSettings,
} from "./recipes/recipe.js";
export { fitRecipe, recipeLearner } from "./recipes/recipe-learner.js";
export { findRecipe, recipeNames, recipes } from "./recipes/recipes.js";
export { LinearClassifier } from "./recipes/threes-sevens.js";
export type { FitFlatCosOptions, FitOneCycleOptions } from "./schedule/fit-schedules.js";
export type { LrFinding, LrFindOptions } from "./schedule/lr-find.js";
export type { LrSuggestions } from "./schedule/suggest-lr.js";
export { type Difference, DifferentRunError, type Fingerprint } from "./state/fingerprint.js";
export type { Json } from "./state/json.js";
export { ShorterFitError } from "./state/resumption.js";
export { DifferentModelError } from "./state/start-from.js";
export type { StateFile } from "./state/state-file.js";
export { type AboutModel, deserializeModel, serializeModel, type TrainedModel } from "./trained-model.js";
export type { AnyTraining, LossFunction, Model, OptimizerFactory, Training } from "./training.js";
export type { ValidationResult } from "./training-loop.js";
