"""What of a judgement is told, when, and what is said of it later."""
