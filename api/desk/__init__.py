"""The desk: the service in a browser, for people who read articles beside their facts.

`registration` puts the pages into the app; `pages/` has one view file a page; what stands between a stored document and
a template is `marks` (the article's text with its facts drawn in) and `words` (enumerations in plain English).
"""
