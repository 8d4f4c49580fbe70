"""Deliveries: what was told, brought to those who asked for it. Decides nothing of what is told.

The journal of tellings is the log of events; `outbox` turns it into one delivery for each event and target,
`deliverer` leases and sends what is due. At least once: a receiver may see an event twice, under the same id.
What is promised is that a target accepted an event, never that a person read it.
"""
