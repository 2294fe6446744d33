"""How a model is asked about an article, and what its replies become."""
