"""Values beside the words as written: money, shares, dates."""
