"""One file per step; each stands alone, because tables.py moves on."""
