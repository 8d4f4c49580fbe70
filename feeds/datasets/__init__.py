"""Datasets: what is on record as tables in CSV, JSON Lines and SQLite, described by a Data Package."""
