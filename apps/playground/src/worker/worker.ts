import { strokeDigit } from "@mnist/data";
import { addFiles } from "./dropped-files.js";
import { inspectModel } from "./inspect.js";
import { loadModel, saveModel } from "./model-bytes.js";
import type { Handlers, Request, Response } from "./protocol.js";
import { findInk, readDrawing } from "./read-drawing.js";
import { Session } from "./session.js";
import { traceCurve } from "./trace-curve.js";
import { trainModel } from "./train-model.js";

const session = new Session();
/** The seed of the digits that "Example" shows: neither trained on nor checked with, unless asked for. */
const exampleSeed = 20_250_101;

const handlers: Handlers = {
  fresh: (settings) => session.fresh(settings),
  train: (request, context) => trainModel(session, request, context),
  curve: (settings) => traceCurve(settings),
  read: (image) => readDrawing(session, image),
  inspect: ({ settings }, context) => inspectModel(session, settings, context.signal),
  example: ({ index, digit }) => {
    const { pixels } = strokeDigit(exampleSeed, index, [digit]);
    return { width: 28, height: 28, pixels, isFramed: true };
  },
  ink: (image) => findInk(image),
  addFiles: (files) => addFiles(session, files),
  save: () => saveModel(session),
  load: (file) => loadModel(session, file),
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
