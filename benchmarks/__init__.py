"""What the platform costs: start, memory, queries, processor time, bytes, live delivery.

Everything is printed; only ratios, counts and bytes are held against a limit, since wall times
say more about the machine than about the platform.
"""
