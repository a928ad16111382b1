import { broadcastTensors, cat, dstack, hstack, meshgrid, pad, stack, vstack } from "@mnist/tensor";
import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const x = floats([2, 3, 4]);
const matrix = floats([2, 3]);
const pair = [floats([2, 2]), floats([2, 3], { seed: 1 })];
const equal = [floats([2, 3]), floats([2, 3], { seed: 1 })];

const rearranged: readonly OperationCase[] = [
  operation("torch.broadcast_to", "a.broadcast_to((2, 3))", [floats([3])], (a) => a.broadcastTo([2, 3])),
  operation("torch.swapaxes", "a.swapaxes(0, 2)", [x], (a) => a.swapaxes(0, 2)),
  operation("torch.movedim", "a.movedim(0, -1)", [x], (a) => a.movedim(0, -1)),
  operation("torch.movedim", "a.movedim((0, 1), (2, 0))", [x], (a) => a.movedim([0, 1], [2, 0])),
  operation("torch.Tensor.mT", "a.mT", [x], (a) => a.mT),
  operation("torch.Tensor.repeat", "a.repeat(2, 1, 3)", [matrix], (a) => a.repeat([2, 1, 3])),
  operation("torch.Tensor.repeat", "a.repeat(0, 2)", [matrix], (a) => a.repeat([0, 2])),
  operation("torch.tile", "a.tile((2,))", [matrix], (a) => a.tile([2])),
  operation("torch.repeat_interleave", "a.repeat_interleave(2)", [matrix], (a) => a.repeatInterleave(2)),
  operation("torch.repeat_interleave", "a.repeat_interleave(2, 1)", [matrix], (a) =>
    a.repeatInterleave(2, 1),
  ),
  operation("torch.repeat_interleave", "a.repeat_interleave(torch.tensor([1, 0, 2]), 1)", [matrix], (a) =>
    a.repeatInterleave([1, 0, 2], 1),
  ),
  operation("torch.roll", "a.roll(1)", [matrix], (a) => a.roll(1)),
  operation("torch.roll", "a.roll((1, -2), (0, 2))", [x], (a) => a.roll([1, -2], [0, 2])),
  operation("torch.rot90", "a.rot90()", [matrix], (a) => a.rot90()),
  operation("torch.rot90", "a.rot90(3, (1, 2))", [x], (a) => a.rot90(3, [1, 2])),
  operation("torch.rot90", "a.rot90(2)", [matrix], (a) => a.rot90(2)),
  operation("torch.fliplr", "a.fliplr()", [matrix], (a) => a.fliplr()),
  operation("torch.flipud", "a.flipud()", [matrix], (a) => a.flipud()),
  operation("torch.ravel", "a.t().ravel()", [matrix], (a) => a.t().ravel()),
  operation("torch.Tensor.reshape_as", "a.reshape_as(b)", [matrix, floats([3, 2])], (a, b) =>
    a.reshapeAs(b.detach()),
  ),
  operation("torch.tensor_split", "a.tensor_split(3, 2)", [x], (a) => a.tensorSplit(3, 2)),
  operation("torch.tensor_split", "a.tensor_split((1, 3), -1)", [x], (a) => a.tensorSplit([1, 3], -1)),
  operation("torch.tril", "a.tril()", [floats([2, 3, 3])], (a) => a.tril()),
  operation("torch.tril", "a.tril(-1)", [matrix], (a) => a.tril(-1)),
  operation("torch.triu", "a.triu(1)", [matrix], (a) => a.triu(1)),
  operation("torch.diagonal", "a.diagonal()", [matrix], (a) => a.diagonal()),
  operation("torch.diagonal", "a.diagonal(-1, 2, 0)", [x], (a) => a.diagonal(-1, 2, 0)),
  operation("torch.diagonal", "a.diagonal(1, 1, 2)", [x], (a) => a.diagonal(1, 1, 2)),
  operation("torch.diagonal", "a.diagonal(5)", [matrix], (a) => a.diagonal(5)),
  operation("torch.diag_embed", "a.diag_embed()", [matrix], (a) => a.diagEmbed()),
  operation("torch.diag_embed", "a.diag_embed(-1)", [matrix], (a) => a.diagEmbed(-1)),
  operation("torch.diag", "a.diag()", [matrix], (a) => a.diag()),
  operation("torch.diag", "a.diag(1)", [floats([3])], (a) => a.diag(1)),
  operation("torch.trace", "a.trace()", [matrix], (a) => a.trace()),
  operation("torch.kron", "torch.kron(a, b)", [matrix, floats([2, 2], { seed: 1 })], (a, b) => a.kron(b)),
  operation("torch.kron", "torch.kron(a, b)", [floats([2]), floats([2, 2], { seed: 1 })], (a, b) =>
    a.kron(b),
  ),
];

const padding = "torch.nn.functional.pad";
const plane = floats([1, 2, 3, 4]);
const padded: readonly OperationCase[] = [
  operation(padding, "F.pad(a, (1, 2))", [matrix], (a) => pad(a, [1, 2])),
  operation(padding, "F.pad(a, (1, -1, 2, 0), value=7)", [x], (a) => pad(a, [1, -1, 2, 0], { value: 7 })),
  ...(["reflect", "replicate", "circular"] as const).map((mode) =>
    operation(padding, `F.pad(a, (3, 1, 0, 2), mode='${mode}')`, [plane], (a) =>
      pad(a, [3, 1, 0, 2], { mode }),
    ),
  ),
];

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
  operation("torch.Tensor.T", "a.T", [x], (a) => a.T),
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
  operation("torch.Tensor.to", "a.to(torch.float64)", [matrix], (a) => a.to("float64")),
  operation("torch.Tensor.double", "a.double()", [matrix], (a) => a.double()),
  operation("torch.Tensor.float", "a.float()", [integers([3])], (a) => a.float()),
  operation("torch.Tensor.double", "a.double()", [integers([3])], (a) => a.double()),
  operation("torch.Tensor.int", "a.int()", [floats([2, 3])], (a) => a.int(), { gradient: false }),
  operation("torch.Tensor.long", "a.long()", [floats([2, 3])], (a) => a.long(), { gradient: false }),
  operation("torch.Tensor.byte", "a.byte()", [integers([2, 3])], (a) => a.byte()),
  operation("torch.Tensor.view", "a.view(-1, 4)", [x], (a) => a.view(-1, 4), { layouts: false }),
  operation("torch.Tensor.T", "a.T", [matrix], (a) => a.T),
  operation("torch.Tensor.bool", "a.bool()", [integers([4], { to: 2 })], (a) => a.bool()),
  ...rearranged,
  ...padded,
  operation("torch.cat", "torch.cat([a, b], 1)", pair, (a, b) => cat([a, b], 1)),
  operation("torch.cat", "torch.cat([a, b])", [floats([2]), integers([3])], (a, b) => cat([a, b])),
  operation("torch.cat", "torch.cat([a, b])", [floats([0, 3]), floats([2, 3])], (a, b) => cat([a, b])),
  operation("torch.stack", "torch.stack([a, b])", equal, (a, b) => stack([a, b])),
  operation("torch.stack", "torch.stack([a, b], -1)", equal, (a, b) => stack([a, b], -1)),
  operation("torch.hstack", "torch.hstack([a, b])", pair, (a, b) => hstack([a, b])),
  operation("torch.hstack", "torch.hstack([a, b])", [floats([2]), floats([3])], (a, b) => hstack([a, b])),
  operation("torch.vstack", "torch.vstack([a, b])", equal, (a, b) => vstack([a, b])),
  operation("torch.vstack", "torch.vstack([a, b])", [floats([3]), floats([3])], (a, b) => vstack([a, b])),
  operation("torch.dstack", "torch.dstack([a, b])", equal, (a, b) => dstack([a, b])),
  operation("torch.dstack", "torch.dstack([a, b])", [floats([3]), floats([3])], (a, b) => dstack([a, b])),
  operation(
    "torch.broadcast_tensors",
    "torch.broadcast_tensors(a, b)",
    [floats([3]), floats([2, 1])],
    (a, b) => broadcastTensors(a, b),
  ),
  operation("torch.meshgrid", "torch.meshgrid(a, b, indexing='ij')", [floats([3]), floats([2])], (a, b) =>
    meshgrid([a, b]),
  ),
  operation("torch.meshgrid", "torch.meshgrid(a, b, indexing='xy')", [floats([3]), floats([2])], (a, b) =>
    meshgrid([a, b], { indexing: "xy" }),
  ),
];
