# Coefficients of the polynomials in packages/tensor/src/expression/functions: fits whose largest error, relative to the
# function, is smallest (Lawson's reweighting), rounded to float32. Prints each with that error in units of 2^-24.
# usage: python3 polynomials.py
import math

import numpy


def fit(function, start, end, degree, weight=lambda x: 1.0, fixed=()):
    """Least-maximum fit of sum c_k x^k; `fixed` are the first coefficients, kept as they are."""
    x = (start + end) / 2 - (end - start) / 2 * numpy.cos(numpy.linspace(0, math.pi, 4001))
    y = numpy.array([function(v) for v in x]) - sum(c * x**k for k, c in enumerate(fixed))
    w = numpy.array([weight(v) for v in x])
    powers = numpy.stack([x**k for k in range(len(fixed), degree + 1)], 1)
    lawson = numpy.ones_like(x)
    best = None
    for _ in range(600):
        scale = w * numpy.sqrt(lawson)
        c = numpy.linalg.lstsq(powers * scale[:, None], y * scale, rcond=None)[0]
        error = numpy.abs((powers @ c - y) * w)
        if best is None or error.max() < best[0]:
            best = error.max(), c
        lawson *= error
        lawson /= lawson.sum()
    return best[0], [*fixed, *best[1]]


def atan_part(z):
    r = math.sqrt(z)
    return (math.atan(r) / r - 1) / z if z > 1e-6 else -1 / 3 + z / 5


def asin_part(z):
    r = math.sqrt(z)
    return (math.asin(r) / r - 1) / z if z > 1e-6 else 1 / 6 + 3 * z / 40


def erf_part(z):
    r = math.sqrt(z)
    return math.erf(r) / r if z > 1e-12 else 2 / math.sqrt(math.pi) * (1 - z / 3)


def show(name, result):
    error, coefficients = result
    print(name, f"{error * 2**24:.3f}", [float(f"{c:.10g}") for c in coefficients])


def exp_part(r):
    return (math.expm1(r) - r) / r**2 if abs(r) > 1e-3 else 0.5 + r / 6 + r * r / 24


def tanh_part(z):
    r = math.sqrt(z)
    return (math.tanh(r) / r - 1) / z if z > 1e-4 else -1 / 3 + 2 * z / 15


def scaled_complement(x):
    return math.exp(x * x) * math.erfc(x)


def show(name, result):
    error, coefficients = result
    print(name, f"{error * 2**24:.3f}", [float(f"{c:.10g}") for c in coefficients])


half_ln2 = 0.3467
show("exp", fit(exp_part, -half_ln2, half_ln2, 4, lambda r: r * r / math.exp(r)))
show("expm1", fit(exp_part, -half_ln2, half_ln2, 4, lambda r: abs(r * r / math.expm1(r)) if r else 0))
show("tanh", fit(tanh_part, 0, 0.625**2, 4, lambda z: z))
show("asin", fit(asin_part, 0, 0.25, 4, lambda z: z))
show("atan", fit(atan_part, 0, (math.sqrt(2) - 1) ** 2 * 1.0002, 3, lambda z: z))
tail = 0.921875
show("erf near", fit(erf_part, 0, tail**2, 6, lambda z: 1 / erf_part(z)))
# -ln erfc(x) / x: the tail of erf is 1 - exp(-x * it).
show("erf far", fit(lambda x: -math.log(math.erfc(x)) / x, tail, 3.95, 8, lambda x: x * math.erfc(x) / math.erf(x)))
# erfc(x) e^(x^2) / t over t = 1 / (1 + x/2).
part = lambda t: scaled_complement(2 / t - 2) / t
show("erfc", fit(part, 1 / (1 + 10.1 / 2), 1 / 1.25, 9, lambda t: 1 / part(t)))
