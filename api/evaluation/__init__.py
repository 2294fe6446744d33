"""How good an extraction is: gold articles, scores, a table and a report.

Anything that answers with the public shape can be measured, so two models, two prompts or two versions can be compared
on a newsroom's own articles.
"""
