"""Who and what an article names: candidates, kinds, mentions, one entity for all its names, roles."""
