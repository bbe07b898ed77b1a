"""`make demo`: the whole of Firsthand on one machine, with a programme that lives."""
