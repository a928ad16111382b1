import { floats, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([2, 3], { from: -3, to: 3 });
const wide = floats([3, 4], { from: -7, to: 7 });
const f = "torch.nn.functional";

/** Functions that networks bend their sums with. */
export const activations: readonly OperationCase[] = [
  operation(`${f}.leaky_relu`, "F.leaky_relu(a)", [x], (a) => a.leakyRelu()),
  operation(`${f}.leaky_relu`, "F.leaky_relu(a, 0.2)", [x], (a) => a.leakyRelu(0.2)),
  operation(`${f}.prelu`, "F.prelu(a, b)", [x, floats([1])], (a, b) => a.prelu(b)),
  operation(`${f}.prelu`, "F.prelu(a, b)", [floats([2, 3, 2]), floats([3])], (a, b) => a.prelu(b)),
  operation(`${f}.elu`, "F.elu(a, 0.7)", [x], (a) => a.elu(0.7)),
  operation(`${f}.selu`, "F.selu(a)", [x], (a) => a.selu()),
  operation(`${f}.celu`, "F.celu(a, 1.3)", [x], (a) => a.celu(1.3)),
  operation(`${f}.gelu`, "F.gelu(a)", [x], (a) => a.gelu()),
  operation(`${f}.gelu`, "F.gelu(a, approximate='tanh')", [x], (a) => a.gelu({ approximate: "tanh" })),
  operation(`${f}.silu`, "F.silu(a)", [x], (a) => a.silu()),
  operation(`${f}.softplus`, "F.softplus(a)", [x], (a) => a.softplus()),
  operation(`${f}.softplus`, "F.softplus(a, 2, 5)", [x], (a) => a.softplus({ beta: 2, threshold: 5 })),
  operation(`${f}.logsigmoid`, "F.logsigmoid(a)", [x], (a) => a.logSigmoid(), { ours: "logSigmoid" }),
  operation(`${f}.mish`, "F.mish(a)", [x], (a) => a.mish()),
  operation(`${f}.softsign`, "F.softsign(a)", [x], (a) => a.softsign()),
  operation(`${f}.hardtanh`, "F.hardtanh(a, -0.5, 1.5)", [x], (a) => a.hardtanh(-0.5, 1.5)),
  operation(`${f}.relu6`, "F.relu6(a)", [wide], (a) => a.relu6()),
  operation(`${f}.hardsigmoid`, "F.hardsigmoid(a)", [wide], (a) => a.hardsigmoid()),
  operation(`${f}.hardswish`, "F.hardswish(a)", [wide], (a) => a.hardswish()),
  operation(`${f}.hardshrink`, "F.hardshrink(a)", [x], (a) => a.hardshrink()),
  operation(`${f}.softshrink`, "F.softshrink(a)", [x], (a) => a.softshrink()),
  operation(`${f}.tanhshrink`, "F.tanhshrink(a)", [x], (a) => a.tanhshrink()),
  operation(`${f}.hardtanh`, "F.hardtanh(a, 1.5, -0.5)", [x], (a) => a.hardtanh(1.5, -0.5)),
  operation(`${f}.threshold`, "F.threshold(a, 2, -1)", [values([0, 3, 200], "uint8")], (a) =>
    a.threshold(2, -1),
  ),
  operation(`${f}.threshold`, "F.threshold(a, 0.1, 20)", [x], (a) => a.threshold(0.1, 20)),
  operation(`${f}.glu`, "F.glu(a)", [wide], (a) => a.glu()),
];
