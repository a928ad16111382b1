"""2000 steps of gradient descent on a quadratic through twenty noisy points."""
import torch
from serve import milliseconds, serve

time = torch.arange(0, 20).float()


def fit():
    torch.manual_seed(42)
    speed = torch.randn(20) * 3 + (time - 10) ** 2
    parameters = (torch.randn(3) * 20).requires_grad_()
    for _ in range(2000):
        a, b, c = parameters
        loss = ((speed - (a * time**2 + b * time + c)) ** 2).mean()
        loss.backward()
        parameters.data -= 1e-5 * parameters.grad.data
        parameters.grad = None


serve(lambda: {"2000 steps": milliseconds(fit)})
