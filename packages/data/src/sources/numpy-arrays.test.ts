import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDigits } from "../index.js";
import { dataErrorOf } from "../testing/expect-error.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { digitsFromFiles } from "./digit-files.js";

const options = { source: "made up" };
const refusal = (action: () => unknown) => dataErrorOf(action).message;

describe("arrays as NumPy writes them", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it("reads Keras' mnist.npz, as NumPy writes it", () => {
    const folder = temporaryFolder();
    const path = join(folder, "mnist.npz");
    const script = `
import numpy as n
x = (n.arange(12 * 784) % 256).reshape(12, 28, 28)
n.savez_compressed(${JSON.stringify(path)}, x_train=x[:8].astype('uint8'), y_train=n.arange(8).astype('int64'), x_test=x[8:].astype('uint8'), y_test=n.arange(4).astype('uint8'))`;
    if (!ranPython(script)) return;
    const { train, valid } = readDigits(path);
    expect([Array.from(train.labels), Array.from(valid.labels)]).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3],
    ]);
    expect([train.images[5], valid.images[0]]).toEqual([5, (8 * 784) % 256]);
  });

  it("refuses arrays that are none", () => {
    const npy = (header: string, data: Uint8Array) => {
      const text = bytes(header.padEnd(117, " ").concat("\n"));
      return Uint8Array.from([0x93, ...bytes("NUMPY"), 1, 0, text.length, 0, ...text, ...data]);
    };
    const pictures = npy(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 28, 28), }",
      new Uint8Array(2 * 784),
    );
    const labels = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", Uint8Array.of(0, 1));
    const file = (arrays: Record<string, Uint8Array>) => () =>
      digitsFromFiles([{ name: "a.npz", bytes: zipSync(arrays) }], undefined, {
        ...options,
        validShare: 0.5,
      });
    expect(file({ "x_train.npy": pictures, "y_train.npy": labels })().train.labels).toHaveLength(2);
    expect(refusal(file({ "x.npy": pictures }))).toContain(
      "a.npz: got the arrays x; expected x_train and y_train",
    );
    expect(refusal(file({ "x_train.npy": pictures.subarray(0, 500), "y_train.npy": labels }))).toContain(
      "bytes of elements; expected 1568",
    );
    expect(
      refusal(
        file({
          "x_train.npy": pictures,
          "y_train.npy": npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", new Uint8Array(2)),
        }),
      ),
    ).toContain("elements of type |O");
  });
});

/** Runs a program that needs NumPy; false where this machine has none. */
function ranPython(script: string): boolean {
  for (const python of ["python3", "/usr/bin/python3"]) {
    try {
      execFileSync(python, ["-c", script], { stdio: "ignore" });
      return true;
    } catch {}
  }
  console.log("no Python with NumPy: Keras' mnist.npz as NumPy writes it is left out");
  return false;
}
