"""Who says what: cues, attribution, sources, channels."""
