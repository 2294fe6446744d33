"""Onrecord beside what a newsroom could install instead: the same model server, the same articles, the same scorer.

Run with `make bench`, or `python -m bench`. Not part of the service and not run by its tests' continuous integration.
"""
