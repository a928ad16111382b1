"""Writes packages/nn/src/golden/optimizers.json and schedulers.json: 50 steps of each, by PyTorch.

Lion is not in PyTorch: it is written here from its paper. fastai's one-cycle is written here from fastai's
combined_cos.

    python3 tooling/golden/nn_optim.py
"""

import json
import math
import pathlib
import warnings

import torch
from torch import optim
from torch.optim import lr_scheduler
from torch_names import camel

TARGET = pathlib.Path(__file__).parents[2] / "packages/nn/src/golden"
STEPS = 50
warnings.simplefilter("ignore")


def number(value):
    return float(f"{value:.9g}")


def dump(tensor):
    return {"dtype": "float32", "shape": list(tensor.shape), "data": [number(v) for v in tensor.reshape(-1).tolist()]}


class Lion(optim.Optimizer):
    """https://arxiv.org/abs/2302.06675, algorithm 2."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                direction = torch.sign(beta1 * mean + (1 - beta1) * p.grad)
                p.copy_(p * (1 - group["lr"] * group["weight_decay"]) - group["lr"] * direction)
                mean.copy_(beta2 * mean + (1 - beta2) * p.grad)


def optimizer(name, groups=None, clip=None, **kwargs):
    """The draws are in the order x, y, w, b; the loss is the mean of (tanh(x·w + b) − y)²."""
    torch.manual_seed(5)
    x, y = torch.randn(16, 3), torch.randn(16, 4)
    w, b = torch.randn(3, 4).requires_grad_(), torch.randn(4).requires_grad_()
    make = Lion if name == "Lion" else getattr(optim, name)
    parameters = [w, b] if groups is None else [{"params": [w], **groups[0]}, {"params": [b], **groups[1]}]
    rule = make(parameters, **kwargs)
    losses = []
    for _ in range(STEPS):
        loss = ((x @ w + b).tanh() - y).square().mean()
        rule.zero_grad()
        loss.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_([w, b], clip[0], clip[1])
        rule.step()
        losses.append(number(loss.item()))
    return {
        "optimizer": name,
        "options": {camel(key): value for key, value in kwargs.items()},
        "groups": groups and [{camel(key): value for key, value in group.items()} for group in groups],
        "clip": clip and [str(each) for each in clip],
        "losses": losses,
        "w": dump(w.detach()),
        "b": dump(b.detach()),
    }


def optimizers():
    yield optimizer("SGD", lr=0.5)
    yield optimizer("SGD", lr=0.1, momentum=0.9)
    yield optimizer("SGD", lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.01)
    yield optimizer("SGD", lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)
    yield optimizer("SGD", lr=0.01, momentum=0.5, maximize=True)
    yield optimizer("SGD", lr=0.1, groups=[{"lr": 0.05, "momentum": 0.8}, {}])
    yield optimizer("SGD", lr=0.5, clip=[0.05, 2.0])
    yield optimizer("SGD", lr=0.5, clip=[0.05, math.inf])
    yield optimizer("SGD", lr=0.5, clip=[0.5, 1.0])
    yield optimizer("Adam", lr=0.05)
    yield optimizer("Adam", lr=0.05, betas=[0.8, 0.9], eps=1e-3, weight_decay=0.1)
    yield optimizer("Adam", lr=0.05, amsgrad=True, maximize=True)
    yield optimizer("Adam", groups=[{"lr": 0.1}, {"betas": [0.5, 0.99]}])
    yield optimizer("AdamW", lr=0.05)
    yield optimizer("AdamW", lr=0.05, weight_decay=0.3, amsgrad=True)
    yield optimizer("RMSprop", lr=0.01)
    yield optimizer("RMSprop", lr=0.01, alpha=0.9, momentum=0.7, centered=True, weight_decay=0.05)
    yield optimizer("Adagrad", lr=0.1)
    yield optimizer("Adagrad", lr=0.1, lr_decay=0.05, weight_decay=0.02, initial_accumulator_value=0.3, eps=1e-4)
    yield optimizer("Adadelta")
    yield optimizer("Adadelta", lr=0.7, rho=0.8, eps=1e-4, weight_decay=0.01)
    yield optimizer("Adamax")
    yield optimizer("Adamax", lr=0.05, betas=[0.8, 0.9], weight_decay=0.05, maximize=True)
    yield optimizer("NAdam")
    yield optimizer("NAdam", lr=0.05, weight_decay=0.02, momentum_decay=0.01)
    yield optimizer("RAdam", lr=0.05)
    yield optimizer("RAdam", lr=0.05, betas=[0.8, 0.9], weight_decay=0.02)
    yield optimizer("Rprop")
    yield optimizer("Rprop", lr=0.05, etas=[0.4, 1.5], step_sizes=[1e-3, 0.2])
    yield optimizer("Lion", lr=0.01)
    yield optimizer("Lion", lr=0.01, betas=[0.8, 0.95], weight_decay=0.2)


def record(rule, step):
    rows = []
    for _ in range(STEPS):
        group = rule.param_groups[0]
        rows.append([group["lr"], group["momentum"], rule.param_groups[1]["lr"]])
        step()
    return rows


def two_groups():
    return optim.SGD([{"params": [torch.zeros(1)]}, {"params": [torch.zeros(1)], "lr": 0.02}], lr=0.1, momentum=0.9)


def scheduler(name, **kwargs):
    rule = two_groups()
    schedule = getattr(lr_scheduler, name)(rule, **kwargs)
    options = {camel(key.replace("T_", "t_").replace("_0", "0")): value for key, value in kwargs.items()}
    return {"scheduler": name, "options": options, "rows": record(rule, schedule.step)}


CHAINABLE = [
    ("StepLR", dict(step_size=3)),
    ("MultiStepLR", dict(milestones=[2, 2, 9], gamma=0.5)),
    ("ExponentialLR", dict(gamma=0.9)),
    ("ConstantLR", dict(factor=0.5, total_iters=8)),
    ("LinearLR", dict(start_factor=0.25, total_iters=8)),
    ("PolynomialLR", dict(total_iters=12)),
    ("CosineAnnealingLR", dict(T_max=5, eta_min=0.01)),
    ("CosineAnnealingWarmRestarts", dict(T_0=4)),
    ("LambdaLR", dict(lr_lambda="0.9 ** epoch")),
    ("MultiplicativeLR", dict(lr_lambda="1 / (1 + epoch)")),
]


def settings(kwargs):
    return {camel(key.replace("T_", "t_").replace("_0", "0")): value for key, value in kwargs.items()}


def made(rule, name, kwargs):
    real = {key: eval("lambda epoch: " + value) if key == "lr_lambda" else value for key, value in kwargs.items()}
    return getattr(lr_scheduler, name)(rule, **real)


def scenario(chosen, halve=None, add=None, milestone=None):
    """
    All groups' rates before each of 16 steps; `halve` and `add` are the steps before which that is done, and at
    `milestone` one schedule follows the other.
    """
    rule = two_groups()
    schedules = [made(rule, name, kwargs) for name, kwargs in chosen]
    if milestone is not None:
        schedules = [lr_scheduler.SequentialLR(rule, schedules, [milestone])]
    rows = []
    for step in range(16):
        if step == halve:
            rule.param_groups[0]["lr"] *= 0.5
        if step == add:
            rule.add_param_group({"params": [torch.zeros(1, requires_grad=True)], "lr": 0.05})
        rows.append([number(group["lr"]) for group in rule.param_groups])
        rule.step()
        for schedule in schedules:
            schedule.step()
    return {
        "schedulers": [{"scheduler": name, "options": settings(kwargs)} for name, kwargs in chosen],
        "halve": halve,
        "add": add,
        **({} if milestone is None else {"milestone": milestone}),
        "rows": rows,
    }


def scenarios():
    for each in CHAINABLE:
        yield scenario([each], halve=4)
        yield scenario([each], add=3)
        yield scenario([each, ("ExponentialLR", dict(gamma=0.8))])
    yield scenario([("LinearLR", dict(start_factor=0.25, total_iters=4)), ("CosineAnnealingLR", dict(T_max=10))], halve=6, add=7)


def combinations():
    one, cyclic = ("OneCycleLR", dict(max_lr=0.5, total_steps=20)), ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=3))
    own = ("CyclicLR", dict(base_lr=[0.01, 0.002], max_lr=[0.1, 0.3], step_size_up=3))
    several = ("OneCycleLR", dict(max_lr=[0.5, 0.25], total_steps=20, div_factor=10.0))
    pairs = [(one, each) for each in CHAINABLE] + [(cyclic, each) for each in CHAINABLE]
    pairs += [(each, one) for each in CHAINABLE] + [(each, own) for each in CHAINABLE]
    pairs += [(("ExponentialLR", dict(gamma=0.9)), each) for each in CHAINABLE]
    pairs += [(("MultiplicativeLR", dict(lr_lambda="0.9 ** epoch")), each) for each in CHAINABLE]
    pairs += [(several, cyclic), (own, several), (own, one)]
    for pair in pairs:
        yield scenario(pair)
        yield scenario(pair, milestone=5)


def plateau(**kwargs):
    rule = two_groups()
    schedule = lr_scheduler.ReduceLROnPlateau(rule, **kwargs)
    torch.manual_seed(3)
    figures = [number(v) for v in (torch.rand(40) * 0.3 + torch.linspace(1, 0.7, 40)).tolist()]
    rows = []
    for figure in figures:
        schedule.step(figure)
        rows.append([number(group["lr"]) for group in rule.param_groups])
    return {"options": settings(kwargs), "figures": figures, "rows": rows}


def plateaus():
    yield plateau(patience=2)
    yield plateau(patience=0, factor=0.5, cooldown=3, min_lr=[0.001, 0.01])
    yield plateau(patience=1, mode="max", threshold=0.05, threshold_mode="abs")
    yield plateau(patience=1, threshold=0.1, eps=0.05)


def sequential():
    rule = two_groups()
    first = lr_scheduler.LinearLR(rule, start_factor=0.1, total_iters=10)
    second = lr_scheduler.ExponentialLR(rule, gamma=0.9)
    schedule = lr_scheduler.SequentialLR(rule, [first, second], milestones=[10])
    return {"scheduler": "SequentialLR", "options": {}, "rows": record(rule, schedule.step)}


def sched_cos(start, end, pos):
    return start + (1 + math.cos(math.pi * (1 - pos))) * (end - start) / 2


def combined_cos(pct, start, middle, end, pos):
    if pos < pct:
        return sched_cos(start, middle, pos / pct)
    return sched_cos(middle, end, (pos - pct) / (1 - pct))


def fit_one_cycle(lr_max, total, div=25.0, div_final=1e5, pct_start=0.25, moms=(0.95, 0.85, 0.95)):
    rows = []
    for step in range(STEPS):
        pos = step / total
        lr = combined_cos(pct_start, lr_max / div, lr_max, lr_max / div_final, pos)
        rows.append([lr, combined_cos(pct_start, *moms, pos), lr])
    return {"scheduler": "FitOneCycle", "options": {"lrMax": lr_max, "totalSteps": total}, "rows": rows}


def schedulers():
    yield scheduler("StepLR", step_size=7, gamma=0.5)
    yield scheduler("StepLR", step_size=20)
    yield scheduler("MultiStepLR", milestones=[5, 11, 30], gamma=0.3)
    yield scheduler("ExponentialLR", gamma=0.93)
    yield scheduler("LinearLR")
    yield scheduler("LinearLR", start_factor=0.1, end_factor=0.8, total_iters=20)
    yield scheduler("CosineAnnealingLR", T_max=50)
    yield scheduler("CosineAnnealingLR", T_max=15, eta_min=0.001)
    yield scheduler("CosineAnnealingWarmRestarts", T_0=8)
    yield scheduler("CosineAnnealingWarmRestarts", T_0=5, T_mult=2, eta_min=0.01)
    yield scheduler("OneCycleLR", max_lr=0.4, total_steps=50)
    yield scheduler("OneCycleLR", max_lr=[0.4, 0.2], total_steps=60, pct_start=0.2, anneal_strategy="linear")
    yield scheduler("OneCycleLR", max_lr=1.0, total_steps=50, three_phase=True, div_factor=10.0, cycle_momentum=False)
    yield scheduler("LinearLR", start_factor=0.5, total_iters=0)
    yield scheduler("ConstantLR", factor=0.25, total_iters=7)
    yield scheduler("PolynomialLR", total_iters=20, power=2.0)
    yield scheduler("CosineAnnealingLR", T_max=7, eta_min=0.01)
    yield scheduler("CyclicLR", base_lr=0.01, max_lr=[0.3, 0.1], step_size_up=6)
    yield scheduler("CyclicLR", base_lr=0.01, max_lr=0.3, step_size_up=4, step_size_down=9, mode="triangular2")
    yield scheduler("CyclicLR", base_lr=0.01, max_lr=0.3, step_size_up=5, mode="exp_range", gamma=0.95, cycle_momentum=False)
    yield sequential()
    yield fit_one_cycle(0.4, 50)
    yield fit_one_cycle(0.03, 70)


def write(name, cases):
    rows = ",\n".join(json.dumps(case) for case in cases)
    (TARGET / name).write_text(f'{{"torch":"{torch.__version__}","cases":[\n{rows}\n]}}\n')


write("optimizers.json", optimizers())
write("schedulers.json", schedulers())
write("scheduler-scenarios.json", scenarios())
write("scheduler-combinations.json", combinations())
write("plateaus.json", plateaus())
