"""Judgement and the running product: extract, decide, diff, alert; its recurring work and the command line."""
