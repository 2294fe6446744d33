"""The version of the service, as it is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("onrecord")
except PackageNotFoundError:  # run from a checkout that is not installed
    VERSION = "0+checkout"
