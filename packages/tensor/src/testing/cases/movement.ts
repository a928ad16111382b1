import { cat, stack } from "../../composite/joining.js";
import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const x = floats([2, 3, 4]);
const matrix = floats([2, 3]);
const pair = [floats([2, 2]), floats([2, 3], { seed: 1 })];
const equal = [floats([2, 3]), floats([2, 3], { seed: 1 })];

/** The same elements looked at in another way, and tensors joined. */
export const movement: readonly OperationCase[] = [
  operation("torch.reshape", "a.reshape(4, -1)", [x], (a) => a.reshape([4, -1])),
  operation("torch.reshape", "a.reshape(())", [floats([1, 1])], (a) => a.reshape([])),
  operation("torch.reshape", "a.reshape(0, 2)", [floats([0, 3])], (a) => a.reshape([0, 2])),
  operation("torch.Tensor.view", "a.view(6, 4)", [x], (a) => a.view([6, 4]), { layouts: false }),
  operation("torch.flatten", "a.flatten()", [x], (a) => a.flatten()),
  operation("torch.flatten", "a.flatten(1)", [x], (a) => a.flatten(1)),
  operation("torch.Tensor.unflatten", "a.unflatten(2, (2, -1))", [x], (a) => a.unflatten(2, [2, -1])),
  operation("torch.Tensor.contiguous", "a.t().contiguous()", [matrix], (a) => a.t().contiguous()),
  operation("torch.clone", "a.clone()", [x], (a) => a.clone()),
  operation("torch.Tensor.detach", "a.detach()", [x], (a) => a.detach(), { gradient: false }),
  operation("torch.squeeze", "a.squeeze()", [floats([1, 3, 1])], (a) => a.squeeze()),
  operation("torch.squeeze", "a.squeeze(-1)", [floats([1, 3, 1])], (a) => a.squeeze(-1)),
  operation("torch.unsqueeze", "a.unsqueeze(1)", [matrix], (a) => a.unsqueeze(1)),
  operation("torch.unsqueeze", "a.unsqueeze(-1)", [floats([])], (a) => a.unsqueeze(-1)),
  operation("torch.permute", "a.permute(2, 0, 1)", [x], (a) => a.permute([2, 0, 1])),
  operation("torch.permute", "a.permute(4, 2, 0, 3, 1)", [floats([2, 1, 3, 2, 2])], (a) =>
    a.permute([4, 2, 0, 3, 1]),
  ),
  operation("torch.transpose", "a.transpose(0, -1)", [x], (a) => a.transpose(0, -1)),
  operation("torch.t", "a.t()", [matrix], (a) => a.t()),
  operation("torch.Tensor.T", "a.T", [matrix], (a) => a.T),
  operation("torch.Tensor.expand", "a.expand(2, 3, 4)", [floats([3, 1])], (a) => a.expand([2, 3, 4])),
  operation("torch.Tensor.expand", "a.expand(2, -1, 4)", [floats([3, 1])], (a) => a.expand([2, -1, 4])),
  operation("torch.Tensor.expand_as", "a.expand_as(b)", [floats([3]), integers([2, 3])], (a, b) =>
    a.expandAs(b),
  ),
  operation("torch.narrow", "a.narrow(1, 1, 2)", [x], (a) => a.narrow(1, 1, 2)),
  operation("torch.narrow", "a.narrow(2, -3, 2)", [x], (a) => a.narrow(2, -3, 2)),
  operation("torch.Tensor.__getitem__", "a[:, :, 1:4:2]", [x], (a) => a.slice(2, 1, 4, 2), { ours: "slice" }),
  operation("torch.Tensor.__getitem__", "a[-1:]", [x], (a) => a.slice(0, -1), { ours: "slice" }),
  operation("torch.select", "a.select(1, -1)", [x], (a) => a.select(1, -1)),
  operation("torch.unbind", "a.unbind(1)", [x], (a) => a.unbind(1)),
  operation("torch.split", "a.split(2, 1)", [x], (a) => a.split(2, 1)),
  operation("torch.split", "a.split([1, 3], -1)", [x], (a) => a.split([1, 3], -1)),
  operation("torch.chunk", "a.chunk(3, 2)", [x], (a) => a.chunk(3, 2)),
  operation("torch.flip", "a.flip(0, 2)", [x], (a) => a.flip([0, 2])),
  operation("torch.Tensor.unfold", "a.unfold(2, 2, 1)", [x], (a) => a.unfold(2, 2, 1)),
  operation("torch.Tensor.unfold", "a.unfold(0, 2, 3)", [floats([7, 2])], (a) => a.unfold(0, 2, 3)),
  operation("torch.Tensor.to", "a.to(torch.uint8)", [integers([3])], (a) => a.to("uint8")),
  operation("torch.Tensor.float", "a.float()", [integers([3])], (a) => a.float()),
  operation("torch.Tensor.double", "a.double()", [integers([3])], (a) => a.double()),
  operation("torch.Tensor.int", "a.int()", [floats([2, 3])], (a) => a.int(), { gradient: false }),
  operation("torch.Tensor.bool", "a.bool()", [integers([4], { to: 2 })], (a) => a.bool()),
  operation("torch.cat", "torch.cat([a, b], 1)", pair, (a, b) => cat([a, b], 1)),
  operation("torch.cat", "torch.cat([a, b])", [floats([2]), integers([3])], (a, b) => cat([a, b])),
  operation("torch.cat", "torch.cat([a, b])", [floats([0, 3]), floats([2, 3])], (a, b) => cat([a, b])),
  operation("torch.stack", "torch.stack([a, b])", equal, (a, b) => stack([a, b])),
  operation("torch.stack", "torch.stack([a, b], -1)", equal, (a, b) => stack([a, b], -1)),
];
