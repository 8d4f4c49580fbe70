"""The rules tried out: proved, explained, judged with once more, described. Records nothing."""
