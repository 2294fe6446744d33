"""The one way to the language model: endpoint, prompts, copy grammar, replies."""
