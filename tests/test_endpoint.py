"""What an endpoint is and can do is found out from itself, its host and, where nothing else tells, a tiny question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.engine.llm import endpoint
from api.engine.llm.client import Capabilities
from api.problems import ModelMisconfigured
from api.settings import Settings
from tests.asking import GOOD, ask, model_at
from tests.fake_openai import FakeOpenAI, fake_openai

__all__ = ["fake_openai"]

Start = Callable[..., FakeOpenAI]


def test_an_endpoint_that_takes_a_schema_and_ignores_it_is_not_believed(fake_openai: Start) -> None:
    fake = fake_openai("plain", [GOOD], formats=("json_schema", "json_object"), obeys=False)
    assert model_at(fake).capabilities == Capabilities(None, False, False, None)


@pytest.mark.parametrize(
    ("n_params", "profile"),
    [(1_777_088_000, "small"), (4_022_468_096, "small"), (8_000_000_000, "large"), (None, "small")],
)
def test_llama_cpp_is_small_up_to_the_4b_class(n_params: int | None, profile: str, fake_openai: Start) -> None:
    assert model_at(fake_openai("llama.cpp", n_params=n_params)).profile == profile


def test_a_profile_in_the_settings_is_taken_without_asking(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp")
    assert model_at(fake, profile="large").profile == "large"
    assert fake.descriptions == []


def test_the_plain_profile_uses_neither_schema_nor_grammar(fake_openai: Start) -> None:
    fake = fake_openai("vllm", [GOOD])
    ask(model_at(fake, profile="plain"))
    assert fake.requests[0].body["response_format"] == {"type": "json_object"}
    assert "structured_outputs" not in fake.requests[0].body


def test_the_context_comes_from_props_when_the_list_does_not_tell(fake_openai: Start) -> None:
    assert model_at(fake_openai("llama.cpp", context=None)).capabilities.context == 2048


def test_a_model_file_is_named_without_its_folders(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", model="/home/someone/models/tiny-q4.gguf")
    model = model_at(fake)
    assert model.name == "tiny-q4"
    ask(model)
    assert fake.requests[0].body["model"] == "/home/someone/models/tiny-q4.gguf"


def test_a_configured_model_is_asked_for_by_its_name(fake_openai: Start) -> None:
    fake = fake_openai("plain", [GOOD])
    model = model_at(fake, llm_model="other")
    ask(model)
    assert (model.name, fake.requests[0].body["model"]) == ("other", "other")


def test_an_endpoint_without_a_list_of_models_needs_a_configured_name(fake_openai: Start) -> None:
    fake = fake_openai("plain", [GOOD], models=False)
    with pytest.raises(ModelMisconfigured, match="LLM_MODEL"):
        _ = model_at(fake).name
    assert ask(model_at(fake, llm_model="some-model")).text == GOOD


def test_the_address_is_the_one_given_else_openai_else_our_own() -> None:
    assert endpoint.address(Settings(llm_base_url="http://box:8000/v1/", openai_api_key="k")) == "http://box:8000/v1"
    assert endpoint.address(Settings(llm_base_url="http://box:8000")) == "http://box:8000/v1"
    assert endpoint.address(Settings(openai_api_key="k")) == "https://api.openai.com/v1"
    assert endpoint.address(Settings(embedded_model_port=9999)) == "http://127.0.0.1:9999/v1"


@pytest.mark.parametrize(
    ("url", "hosted"),
    [
        ("https://api.openai.com/v1", True),
        ("https://eu.api.openai.com/v1", True),
        ("https://desk.openai.azure.com/openai/v1", True),
        ("https://openai.example.com/v1", False),
        ("http://127.0.0.1:8081/v1", False),
    ],
)
def test_openai_is_known_by_its_host(url: str, hosted: bool) -> None:
    assert endpoint.is_openai(url) is hosted
