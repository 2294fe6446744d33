"""The plain service that Onrecord's throughput is measured beside: run by uvicorn, in the peers' environment.

FastAPI, one AsyncOpenAI client and jsonschema: it asks the model one question about the article, checks the reply and
hands it on. It proves nothing, stores nothing and tries nothing twice. What it sends is Onrecord's own question.
"""

from __future__ import annotations

import json
import os
from typing import Any

import jsonschema
import openai
from fastapi import FastAPI, Request, Response

_QUESTION = json.loads(os.environ["PLAIN_QUESTION"])
_CHECK = jsonschema.Draft202012Validator(_QUESTION["schema"])
_HELD = {"name": "reply", "strict": True, "schema": _QUESTION["schema"]}

app = FastAPI()
client = openai.AsyncOpenAI(base_url=os.environ["PLAIN_MODEL_URL"], api_key="none", max_retries=0, timeout=120)


@app.post("/v1/extractions")
async def create(request: Request) -> Response:
    """Read an article and return what the model says of it."""
    text = (await request.body()).decode()
    messages: list[Any] = [*_QUESTION["messages"], {"role": "user", "content": text}]
    answer = await client.chat.completions.create(
        model="wire",
        messages=messages,
        temperature=0.0,
        max_tokens=2000,
        response_format={"type": "json_schema", "json_schema": _HELD},  # type: ignore[arg-type]
    )
    facts = json.loads(answer.choices[0].message.content or "")
    _CHECK.validate(facts)
    return Response(json.dumps({"facts": facts}), media_type="application/json")
