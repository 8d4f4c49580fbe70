"""What `verify` checks. Mends nothing."""
