"""The pages, one file each: a view reads the request, makes one call and renders."""
