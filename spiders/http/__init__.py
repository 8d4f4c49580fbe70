"""What all channels share on the wire: a polite client, its limits, words for what went wrong. Knows no document."""
