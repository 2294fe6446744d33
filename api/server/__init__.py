"""How requests reach the application: gunicorn's threads, and what stands before them."""
