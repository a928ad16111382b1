import { checkNetwork, picturesInCell } from "./check.js";
import { useDevice } from "./device.js";
import { lookInside } from "./look.js";
import type { Handlers, Request, Response } from "./protocol.js";
import { readDrawing } from "./read-drawing.js";
import { takeReady } from "./ready-network.js";
import { Session } from "./session.js";
import { traceCurve } from "./trace-curve.js";
import { lookAtUnit } from "./unit.js";

const session = new Session();
/** What not every visit needs comes when it is asked for. */
const reading = () => import("./files/add-files.js");
const writing = () => import("./model-bytes.js");
const exporting = () => import("./export-network.js");
const training = () => import("./train-model.js");
const drawing = () => import("./draw-strokes.js");
const finding = () => import("./find-rate.js");
const teaching = () => import("./teach.js");
const walking = () => import("./walk-batch.js");

const handlers: Handlers = {
  ping: () => null,
  fresh: ({ slot, settings }) => session.fresh(slot, settings),
  ready: ({ slot, bytes }) => takeReady(session, slot, bytes),
  train: async (request, context) => (await training()).trainModel(session, request, context),
  pace: async (pace) => (await training()).setPace(pace),
  snapshot: async () => (await training()).snapshotRun(),
  curve: (request, { signal }) => traceCurve(request, signal),
  read: (request) => readDrawing(session, request),
  look: async (slot) => {
    const network = session.networks.get(slot);
    return network === undefined ? null : lookInside(slot, network);
  },
  check: ({ slot, settings }, { signal }) => checkNetwork(session, slot, settings, signal),
  cell: ({ slot, truth, read }) => picturesInCell(session, slot, truth, read),
  unit: ({ slot, layer, unit }) => lookAtUnit(session, slot, layer, unit),
  walk: async ({ slot, settings, count }) => (await walking()).walkBatch(session, slot, settings, count),
  find: async (settings, { signal }) => (await finding()).findRate(session, settings, signal),
  teach: async (request, context) => (await teaching()).teachHand(session, request, context),
  forget: async (slot) => (await teaching()).forgetHand(session, slot),
  example: async ({ index, digit }) => (await drawing()).exampleDigit(index, digit),
  addFiles: async (files) => (await reading()).addFiles(session, files),
  save: async (slot) => (await writing()).saveModel(session, slot),
  load: async (file) => (await writing()).loadModel(session, file),
  export: async ({ slot, format }) => (await exporting()).exportNetwork(session, slot, format),
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
