"""The files that are not Python are found, in a checkout and where a package was installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import data_files


@pytest.mark.parametrize("name", ["schemas", "prompts", "gunicorn.conf.py"])
def test_a_checkout_has_them_at_its_top(name: str) -> None:
    assert data_files.locate(name).exists()


def test_an_installed_package_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api" / "schemas").mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    monkeypatch.setattr(data_files, "_PACKAGE", tmp_path / "api")
    assert data_files.locate("schemas") == tmp_path / "api" / "schemas"


def test_a_broken_installation_says_what_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match="nonesuch is missing from this installation"):
        data_files.locate("nonesuch")
