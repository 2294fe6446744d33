"""Deals by trigger and frame: who buys what from whom, at which stage, for how much."""
