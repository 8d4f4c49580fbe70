"""Processes that take jobs from the queue: on one machine or many. Knows no command line."""
