import { compile, type Device, DeviceError, isFloat, selectedDevice, setDefaultDevice } from "@mnist/tensor";
import { operationCases } from "./cases.js";
import { requireClose, type Tolerance } from "./closeness.js";
import { goldenOf } from "./golden.js";
import { arrange, makeInput } from "./layouts.js";
import { type OperationCase, outputsOf, type Result } from "./operation-case.js";

export interface ConformanceOptions {
  /**
   * Primitives and dtypes that the device refuses. A case that needs one has to throw a DeviceError that names it, and
   * each has to be met by a case; whatever is not listed has to work.
   */
  readonly refuses?: readonly string[];
  /** How many times the CPU's tolerance a float32 result may be off; 1 unless said. */
  readonly slack?: number;
}

/** One check, to be handed to a test runner: `for (const { name, check } of conformance(device)) it(name, check)`. */
export interface Check {
  readonly name: string;
  readonly check: () => Promise<void>;
}

/**
 * Checks that a device computes what PyTorch does: every case of the table, for inputs that lie in memory row by row,
 * columns first, with an offset and a step, and backwards.
 */
export function conformance(device: Device, { refuses = [], slack = 1 }: ConformanceOptions = {}): Check[] {
  const met = new Set<string>();
  const meets = (error: unknown): boolean => {
    if (!(error instanceof DeviceError)) return false;
    const named = refuses.filter((name) => error.message.includes(name));
    for (const name of named) met.add(name);
    return named.length > 0;
  };
  const checks = operationCases.map((operationCase) => ({
    name: operationCase.name,
    check: async () => {
      try {
        await checkCase(operationCase, device, slack);
      } catch (error) {
        if (!meets(error)) throw error;
      }
    },
  }));
  if (refuses.length === 0) return checks;
  const check = async () => {
    const unmet = refuses.filter((name) => !met.has(name));
    if (unmet.length > 0) throw new Error(`said to be refused, but no case met it: ${unmet.join(", ")}`);
  };
  return [...checks, { name: "refuses no more than it says", check }];
}

async function checkCase(operationCase: OperationCase, device: Device, slack: number): Promise<void> {
  const { inputs, run, layouts = true } = operationCase;
  for (const [arrangement, given] of arrange(inputs, device, layouts)) {
    const result = onDevice(device, () => run(...given));
    await compare(operationCase, result, arrangement, toleranceOf(operationCase, slack));
  }
}

/** The same case in float64, for a device that has it. */
export async function checkInDouble(operationCase: OperationCase, device: Device): Promise<void> {
  const inputs = operationCase.inputs.map((spec) => makeInput(spec, device, "float64"));
  const result = onDevice(device, () => operationCase.run(...inputs));
  await compare(operationCase, result, "float64", { absolute: 1e-9, relative: 1e-8 }, true);
}

/** The same case as a step that is recorded and replayed; both have to give PyTorch's values. */
export async function checkReplayed(operationCase: OperationCase, device: Device): Promise<void> {
  const step = compile((...given) => outputsOf(operationCase.run(...given)));
  const tolerance = toleranceOf(operationCase);
  for (const turn of ["recorded", "replayed"]) {
    const inputs = operationCase.inputs.map((spec) => makeInput(spec, device));
    const outputs = onDevice(device, () => step(...inputs));
    await compare(operationCase, outputs, `row by row, ${turn}`, tolerance);
  }
  step.release();
}

function toleranceOf({ slack = 1 }: OperationCase, devices = 1): Tolerance {
  return { absolute: 1e-6 * slack * devices, relative: 1e-5 * slack * devices };
}

function onDevice<T>(device: Device, call: () => T): T {
  const before = selectedDevice();
  setDefaultDevice(device);
  try {
    return call();
  } finally {
    setDefaultDevice(before);
  }
}

async function compare(
  { name }: OperationCase,
  result: Result,
  arrangement: string,
  tolerance: Tolerance,
  anyFloat = false,
): Promise<void> {
  const outputs = outputsOf(result);
  const golden = goldenOf(name).outputs;
  if (outputs.length !== golden.length) {
    throw new Error(`${name}: ${outputs.length} outputs, PyTorch has ${golden.length}`);
  }
  for (const [i, { dtype, shape, data }] of golden.entries()) {
    const output = outputs[i]!;
    const what = `output ${i} (inputs ${arrangement})`;
    if (output.dtype !== dtype && !(anyFloat && isFloat(output.dtype) && isFloat(dtype))) {
      throw new Error(`${what}: dtype ${output.dtype}, PyTorch's is ${dtype}`);
    }
    if (output.shape.join() !== shape.join()) {
      throw new Error(`${what}: shape [${output.shape.join(", ")}], PyTorch's is [${shape.join(", ")}]`);
    }
    requireClose(what, await output.data(), data, tolerance);
  }
}
