"""The blueprint of all pages; each module of `pages` adds its routes to it."""

from __future__ import annotations

from flask import Blueprint

desk = Blueprint("desk", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
