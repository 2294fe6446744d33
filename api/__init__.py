"""Onrecord: news article in; companies, people, deals and claims out, each with who said it and the proof."""
