import { execFileSync } from "node:child_process";

/** A Python that has PyTorch and NumPy, or null; where there is none, this says so. */
export function pythonWithTorch(): string | null {
  for (const python of [process.env.PYTHON ?? "python3", "/usr/bin/python3"]) {
    try {
      execFileSync(python, ["-c", "import numpy, torch"], { stdio: "ignore" });
      return python;
    } catch {
      // the next one may have it
    }
  }
  console.log("no python3 with torch and numpy: what they make of our files is left out");
  return null;
}
