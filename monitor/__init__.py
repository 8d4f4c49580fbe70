"""Judgement and the running product: extract, decide, diff, alert; the clock and the command line."""
