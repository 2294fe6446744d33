"""The core: values in, values out. Knows neither Flask nor the database."""
