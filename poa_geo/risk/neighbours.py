"""The pressure of neighbours: it stands beside a score, never in it."""

import numpy as np
from numpy.typing import NDArray


def pressure(
    i: NDArray[np.int32], j: NDArray[np.int32], km: NDArray[np.float64], energy: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return ``Σ_j border share_j × E_j`` for every region.

    Parameters
    ----------
    i, j : int arrays, shape (borders,)
        Regions on both sides of a shared border, each border in both directions.
    km : float array, shape (borders,)
        Length of the shared border.
    energy : float array, shape (n,)
        Energy of every region.

    Returns
    -------
    float64 array, shape (n,)
        0 for a region without neighbours. Shares are of the border with neighbours, so coasts do not dilute it.

    """
    weighted = np.bincount(i, weights=km * energy[j], minlength=len(energy))
    length = np.bincount(i, weights=km, minlength=len(energy))
    return np.divide(weighted, length, out=np.zeros(len(energy)), where=length > 0)
