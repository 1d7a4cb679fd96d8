"""Display values, light, OKLab and white balance, continued beyond 0…1: what is brighter than white is not lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from generation.colour import Rgb

LUMA = np.array([0.2126, 0.7152, 0.0722])  # BT.709
REACH = (1.8556, 1.5748)  # how far blue and red lie from luma when their colour difference is 1
NEUTRAL = 6500.0  # kelvin: the light that leaves white as it is
_XYZ = np.array([[0.4123908, 0.3575843, 0.1804808], [0.2126390, 0.7151687, 0.0721923], [0.0193308, 0.1191948, 0.9505322]])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_LMS = np.array(  # OKLab (Ottosson 2020), from linear light
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LMS, _FROM_LAB = np.linalg.inv(_LMS), np.linalg.inv(_LAB)
_TINTS = 3000.0  # units of tint for 1 of distance from the locus (CIE 1960): 100 is a strong cast


def linear(shown: Rgb) -> Rgb:
    """Linear light of display values (sRGB); below 0 and above 1 the curve goes on."""
    return np.where(shown <= 0.04045, shown / 12.92, ((np.maximum(shown, 0) + 0.055) / 1.055) ** 2.4)


def display(light: Rgb) -> Rgb:
    """Display values (sRGB) of linear light; the inverse of `linear`."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)


def to_lab(light: Rgb) -> Rgb:
    """OKLab of linear light."""
    lab: Rgb = np.cbrt(light @ _LMS.T.astype(light.dtype)) @ _LAB.T.astype(light.dtype)
    return lab


def from_lab(lab: Rgb) -> Rgb:
    """Linear light of OKLab; negative where a colour lies outside the gamut."""
    light: Rgb = (lab @ _FROM_LAB.T.astype(lab.dtype)) ** 3 @ _FROM_LMS.T.astype(lab.dtype)
    return light


def lab_of(shown: Rgb) -> Rgb:
    """OKLab of display values."""
    return to_lab(linear(shown))


def shown_of(lab: Rgb) -> Rgb:
    """Display values of OKLab."""
    return display(from_lab(lab))


def white_balance(kelvin: float, tint: float) -> npt.NDArray[Any]:
    """The matrix (3, 3) on linear light that makes white what was shot in a light of so many kelvin and so green a tint.

    Above 6500 the picture becomes warmer, with tint above 0 more magenta. Von Kries in Bradford's cone space, from the Planckian
    locus (Krystek 1985); white keeps its luminance.
    """
    source, goal = _white(kelvin, tint), _white(NEUTRAL, 0.0)
    scale = np.diag((_BRADFORD @ goal) / (_BRADFORD @ source))
    matrix: npt.NDArray[Any] = np.linalg.inv(_XYZ) @ np.linalg.inv(_BRADFORD) @ scale @ _BRADFORD @ _XYZ
    return matrix / float(LUMA @ matrix.sum(axis=1))


def _locus(kelvin: float) -> npt.NDArray[Any]:
    """CIE 1960 u and v of a black body."""
    t = kelvin
    u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t)
    v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t)
    return np.array([u, v])


def _white(kelvin: float, tint: float) -> npt.NDArray[Any]:
    """X, Y, Z of a light."""
    along = _locus(kelvin * 1.001) - _locus(kelvin / 1.001)  # towards blue
    along /= np.linalg.norm(along)
    green = np.array([along[1], -along[0]])  # across the locus, to where v grows
    u, v = _locus(kelvin) + green * tint / _TINTS
    x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
    return np.array([x / y, 1.0, (1 - x - y) / y])
