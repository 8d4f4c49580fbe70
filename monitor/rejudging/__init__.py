"""An archive judged again under the rules that hold now: worked out first, then recorded whole or not at all."""
