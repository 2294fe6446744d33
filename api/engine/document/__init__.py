"""An article as it stands: canonical text, HTML, language, paragraphs, sentences, quotations."""
