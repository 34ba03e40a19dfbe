"""Measure everything in one run and print the ratios side by side: ``python benchmarks/run.py``.

Options
-------
``--quick`` takes a minute instead of half an hour: fewer repeats, and synthetic data of 1,000 and 2,000 claims.
``--only`` runs one part: door, rdflib, processes, build, inference, endpoint, or pages and sky, which need a
browser and run only if they are asked for.
"""

from __future__ import annotations

import argparse

import building
import door
import endpoint
import inference
import pages
import processes
import sky
from measuring import machine

PARTS = {
    "door": door.compare,
    "rdflib": door.compare_rdflib,
    "processes": processes.compare,
    "build": building.compare,
    "inference": inference.compare,
    "endpoint": endpoint.compare,
    "pages": pages.compare,
    "sky": sky.compare,
}
ASKED_FOR = ("pages", "sky")  # need a browser


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats and less data")
    parser.add_argument("--only", choices=PARTS, action="append", help="run only this part (repeatable)")
    options = parser.parse_args()
    print(f"Measured on {machine()}.")
    for name in options.only or [part for part in PARTS if part not in ASKED_FOR]:
        PARTS[name](quick=options.quick)


if __name__ == "__main__":
    main()
