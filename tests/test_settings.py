"""The options: one place that reads the environment, and what it says about a value it cannot read."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from api.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environment({"OPENAI_API_KEY": "", "ONRECORD_PORT": "  "}) == Settings()


def test_each_kind_of_value_is_read() -> None:
    settings = Settings.from_environment(
        {
            "ONRECORD_PORT": "8080",
            "LLM_TIMEOUT": "7.5",
            "ONRECORD_API_KEYS": "one, two,,three ",
            "ONRECORD_DATA_DIR": "/srv/onrecord",
            "ONRECORD_MODEL_PATH": "~/own.gguf",
            "LLM_MODEL": "Qwen/Qwen3-8B",
        }
    )
    assert settings.port == 8080
    assert settings.llm_timeout == 7.5
    assert settings.api_keys == ("one", "two", "three")
    assert settings.data_dir == Path("/srv/onrecord")
    assert settings.model_path == Path("~/own.gguf")
    assert settings.llm_model == "Qwen/Qwen3-8B"


@pytest.mark.parametrize(
    ("name", "value"), [("ONRECORD_PORT", "http"), ("LLM_TIMEOUT", "soon"), ("LLM_PARALLEL", "1.5")]
)
def test_a_value_that_cannot_be_read_is_named_with_its_variable(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({name: value})


def test_every_option_has_its_own_variable_a_default_and_a_reason() -> None:
    names = [option.metadata["env"] for option in fields(Settings)]
    assert len(set(names)) == len(names)
    for option in fields(Settings):
        assert option.metadata["why"].endswith("."), option.name


def test_settings_cannot_be_changed_behind_someones_back() -> None:
    with pytest.raises(AttributeError):
        Settings().port = 1  # type: ignore[misc]
