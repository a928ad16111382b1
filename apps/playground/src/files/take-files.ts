import { batch, signal } from "@preact/signals";
import { showInk } from "../draw/drawing.js";
import { pictureProblem } from "../draw/open-picture.js";
import { adoptNetwork, keepNetwork } from "../state/networks.js";
import { linkTo, place } from "../state/route.js";
import { change, settingsOf } from "../state/settings.js";
import { isRunning, runOf } from "../train/run.js";
import { client } from "../worker/client.js";
import type { FileSummary } from "../worker/files/file-summary.js";
import type { Ink } from "../worker/ink.js";

export type GivenFile = { readonly path: string; readonly file: Blob };

/** The data set that the person gave. */
export const givenData = signal<Extract<FileSummary, { kind: "data" }> | null>(null);
/** Files of a set that is not whole yet. */
const waiting = signal<Extract<FileSummary, { kind: "waiting" }> | null>(null);
/** Pictures to be read one after the other, and the one on the pad. */
export const gallery = signal<{ readonly inks: readonly Ink[]; readonly at: number } | null>(null);
/** What is being done with files, came of them or went wrong. */
export const fileNote = signal<{ readonly isProblem: boolean; readonly text: string } | null>(null);

function note(text: string, isProblem = false): void {
  fileNote.value = { isProblem, text };
}

/** The files of MNIST that `mnist play` serves beside the page, where it has them. */
const servedNames =
  document.querySelector<HTMLMetaElement>("meta[name=mnist-files]")?.content.split(" ") ?? [];
export const hasServed = servedNames.length > 0;

/** Takes MNIST from where the page came from. */
export async function takeServed(): Promise<void> {
  note("Fetching MNIST …");
  try {
    const files = servedNames.map(async (name) => {
      const response = await fetch(`data/${name}`);
      if (!response.ok) throw new Error(`data/${name} is not there any more (${response.status}).`);
      return { path: decodeURIComponent(name), file: await response.blob() };
    });
    await takeFiles(await Promise.all(files));
  } catch (error) {
    note(`MNIST could not be fetched. Does mnist play still run? ${String(error)}`, true);
  }
}

/** Takes whatever was dropped, chosen or pasted: pictures go to the pad, networks and data to the workbench. */
export async function takeFiles(files: readonly File[] | readonly GivenFile[]): Promise<void> {
  const given = files.map(
    (each): GivenFile => ("file" in each ? each : { path: each.webkitRelativePath || each.name, file: each }),
  );
  if (given.length === 0) return;
  pictureProblem.value = null;
  note("Reading …");
  try {
    const summary = await client.call("addFiles", await Promise.all(given.map(readable)));
    take(summary);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    note(text, true);
    if (place.peek().name !== "data") pictureProblem.value = text;
  }
}

/** A worker cannot draw an SVG: the page does it first. */
async function readable({ path, file }: GivenFile): Promise<{ path: string; file: Blob }> {
  if (file.type !== "image/svg+xml" && !/\.svg$/i.test(path)) return { path, file };
  const url = URL.createObjectURL(new Blob([file], { type: "image/svg+xml" }));
  try {
    const image = new Image(280, 280);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [280, 280];
    canvas.getContext("2d")?.drawImage(image, 0, 0, 280, 280);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    return { path, file: png ?? file };
  } catch {
    throw new Error(`${path} is no picture that this browser can open.`);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function take(summary: FileSummary): void {
  switch (summary.kind) {
    case "pictures":
      gallery.value = summary.inks.length > 1 ? { inks: summary.inks, at: 0 } : null;
      showInk(summary.inks[0]!);
      note(
        [summary.inks.length > 1 ? "The first is on the pad." : "It is on the pad.", ...summary.notes].join(
          " ",
        ),
      );
      return;
    case "waiting": {
      waiting.value = summary;
      const problem = summary.problem === null ? "" : `${summary.problem} Give that one again. `;
      note(
        `${problem}${summary.have.length} of 4 files are here; missing: ${summary.missing.join(", ")}.`,
        summary.problem !== null,
      );
      break;
    }
    case "data":
      waiting.value = null;
      givenData.value = summary;
      if (!isRunning.peek()) change("bench", { data: "files" });
      note(
        [
          `${summary.source}: ${summary.train} pictures to learn from, ${summary.valid} to check with.`,
          ...summary.notes,
        ].join(" "),
      );
      break;
    case "model": {
      const { settings, dataset, accuracy } = summary.model;
      // At once, so that nobody makes an untrained network for settings that come with one.
      batch(() => {
        settingsOf("bench").value = settings;
        runOf("bench").value = null;
        adoptNetwork("bench");
      });
      void keepNetwork("bench").catch(() => {});
      const right = accuracy === null ? "" : `, ${(100 * accuracy).toFixed(1)} % right when it was saved`;
      note(`${summary.name}: ${settings.recipe}, trained on ${dataset}${right}.`);
      if (place.peek().name !== "workbench") location.hash = linkTo("workbench");
      return;
    }
  }
  if (place.peek().name !== "data" && place.peek().name !== "workbench") location.hash = linkTo("data");
}

/** Puts the next or previous of several pictures on the pad. */
export function leaf(by: number): void {
  const now = gallery.peek();
  if (now === null) return;
  const at = (now.at + by + now.inks.length) % now.inks.length;
  gallery.value = { ...now, at };
  showInk(now.inks[at]!);
}
