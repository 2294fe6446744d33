"""Words to places in the article, and the checks that they say the same."""
