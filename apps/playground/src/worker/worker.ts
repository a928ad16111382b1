import { strokeDigit } from "@mnist/data";
import { checkNetwork, picturesInCell } from "./check.js";
import { useDevice } from "./device.js";
import { addFiles } from "./files/add-files.js";
import { findRate } from "./find-rate.js";
import { lookInside } from "./look.js";
import { exportNetwork, loadModel, saveModel } from "./model-bytes.js";
import type { Handlers, Request, Response } from "./protocol.js";
import { findInk, readDrawing } from "./read-drawing.js";
import { takeReady } from "./ready-network.js";
import { Session } from "./session.js";
import { forgetHand, teachHand } from "./teach.js";
import { traceCurve } from "./trace-curve.js";
import { setPace, snapshotRun, trainModel } from "./train-model.js";
import { lookAtUnit } from "./unit.js";
import { walkBatch } from "./walk-batch.js";

const session = new Session();
/** The seed of the digits that "Example" shows: neither trained on nor checked with, unless asked for. */
const exampleSeed = 20_250_101;

const handlers: Handlers = {
  ping: () => null,
  fresh: ({ slot, settings }) => session.fresh(slot, settings),
  ready: ({ slot, bytes }) => takeReady(session, slot, bytes),
  train: (request, context) => trainModel(session, request, context),
  pace: (pace) => setPace(pace),
  snapshot: () => snapshotRun(),
  curve: (request, { signal }) => traceCurve(request, signal),
  read: (request) => readDrawing(session, request),
  look: async (slot) => {
    const network = session.networks.get(slot);
    return network === undefined ? null : lookInside(slot, network);
  },
  check: ({ slot, settings }, { signal }) => checkNetwork(session, slot, settings, signal),
  cell: ({ slot, truth, read }) => picturesInCell(session, slot, truth, read),
  unit: ({ slot, layer, unit }) => lookAtUnit(session, slot, layer, unit),
  walk: ({ slot, settings, count }) => walkBatch(session, slot, settings, count),
  find: (settings, { signal }) => findRate(session, settings, signal),
  teach: (request, context) => teachHand(session, request, context),
  forget: (slot) => forgetHand(session, slot),
  example: ({ index, digit }) => {
    const { pixels } = strokeDigit(exampleSeed, index, [digit]);
    return { width: 28, height: 28, pixels, isFramed: true };
  },
  ink: (image) => findInk(image),
  addFiles: (files) => addFiles(session, files),
  save: (slot) => saveModel(session, slot),
  load: (file) => loadModel(session, file),
  export: ({ slot, format }) => exportNetwork(session, slot, format),
  device: (name) => useDevice(session, name),
};

const running = new Map<number, AbortController>();

function answer(response: Response): void {
  postMessage(response);
}

async function serve({ id, call, argument }: Extract<Request, { call: unknown }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    // The client's types pair each call with its argument; across the thread the pair is only known by name.
    const handler = handlers[call] as (
      argument: unknown,
      context: { signal: AbortSignal; report(progress: unknown): void },
    ) => unknown;
    const report = (progress: unknown): void => answer({ id, progress });
    answer({ id, result: await handler(argument, { signal: controller.signal, report }) });
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if ("abort" in data) running.get(data.id)?.abort();
  else void serve(data);
});
