"""Special functions and their first two derivatives to the last digit: python3 special_functions.py > packages/autograd/src/golden/special.json

By mpmath in 60 digits, as PyTorch's own values near poles and ends are less exact than what they are to be held against.
"""
import json
import math
import sys

import mpmath as mp
import numpy

mp.mp.dps = 60


def inverse_erfc(rest):
    start = mp.sqrt(-mp.log(rest)) if rest < 0.3 else mp.mpf(0.5)
    return mp.findroot(lambda y: mp.log(mp.erfc(y)) - mp.log(rest), start)


def inverse_erf(x):
    return mp.erfinv(x) if abs(x) < 0.5 else mp.sign(x) * inverse_erfc(1 - abs(x))


def inverse_normal(p):
    if abs(p - 0.5) < 0.25:
        return mp.sqrt(2) * mp.erfinv(2 * p - 1)
    return mp.sqrt(2) * (-inverse_erfc(2 * p) if p < 0.5 else inverse_erfc(2 * (1 - p)))


def ln_gamma(x):
    return mp.log(abs(mp.gamma(x))) if abs(x) < 1e5 else mp.loggamma(x).real


def steepness(inverse, share, factor):
    """The slope of what inverts an integral of e^(-share y^2), and the slope of that."""
    slope = lambda x: factor * mp.exp(share * inverse(x) ** 2)
    return [inverse, slope, lambda x: 2 * share * inverse(x) * slope(x) ** 2]


FUNCTIONS = dict(
    lgamma=[ln_gamma, mp.digamma, lambda x: mp.psi(1, x)],
    digamma=[mp.digamma, lambda x: mp.psi(1, x), lambda x: mp.psi(2, x)],
    erfinv=steepness(inverse_erf, mp.mpf(1), mp.sqrt(mp.pi) / 2),
    ndtri=steepness(inverse_normal, mp.mpf(1) / 2, mp.sqrt(2 * mp.pi)),
)
GAMMA = [1e-38, -1e-38, -1e-12, 1e-6, -1e-6, 0.01, -0.01, 0.3, -0.3, 0.49, -0.49, 0.5, -0.5, 0.51, -0.51, 0.75, -0.9, 0.99999,
         -0.99999, -1.00001, 1, 1.00001, 1.2, 1.4, 1.49, 1.5, -1.5, 1.51, -1.75, 1.9999, 2, 2.0001, -2.25, 2.4, 2.5, -2.5,
         2.6, -2.7, 3.3, -3.5, 4.5, 6.7, 7.9, 8.3, 8.5, 8.6, 9, -10.3, 12, 40, -100.25, 1e3, -1000.5, 1e10, 1e30]
POINTS = dict(
    lgamma=GAMMA,
    digamma=GAMMA,
    erfinv=[1e-38, 1e-12, -1e-6, 0.01, 0.3, 0.49, 0.5, 0.51, 0.7, 0.74, 0.76, 0.8, 0.9, -0.95, 0.99, 0.999, 0.99999, -0.999999,
            0.9999999, 1 - 1e-11, -1 + 2**-53],
    ndtri=[1e-300, 1e-38, 1e-30, 1e-20, 1e-8, 1e-6, 1e-4, 0.01, 0.1, 0.12, 0.13, 0.2, 0.24, 0.26, 0.4, 0.5, 0.6, 0.74, 0.76, 0.9,
           0.99, 0.9999, 0.999999, 1 - 2**-24, 1 - 2**-50],
)


def stored(value, single):
    value = float(value)
    value = float(numpy.float32(value)) if single else value
    return value if math.isfinite(value) else repr(value)


cases = []
numpy.seterr(over="ignore")
for name, orders in FUNCTIONS.items():
    for dtype in ["float32", "float64"]:
        single = dtype == "float32"
        points = [float(numpy.float32(x)) if single else float(x) for x in POINTS[name]]
        points = [x for x in points if "gamma" in name or (abs(x) < 1 and x != 0)]
        rows = [[stored(order(mp.mpf(x)), single) for x in points] for order in orders]
        cases.append(dict(name=name, dtype=dtype, x=points, orders=rows))
json.dump(dict(mpmath=mp.__version__, cases=cases), sys.stdout)
print()
