"""Speed as ratios measured in one run, so that the machine does not matter: ours against a yardstick, in turn.

`make bench` runs every section on a database of its own, behind the production server where HTTP is measured.

To add a section: write a module with

    def measure(bench: Bench) -> Iterator[Ratio]: ...

and name it in `sections.SECTIONS`. In it:

- `found = bench.alternate({"wallet": work, "trivial": other}, rounds=5)` calls every work once a round, in an order that
  turns round each time, after a warm-up; each returns one number, a rate or a time, and `found["wallet"]` are its numbers;
- `yield bench.ratio("Wallet ÷ trivial page", found["wallet"], found["trivial"], at_most(6), unit="ms")` is a line of the table:
  the median of the rounds' own ratios, against its goal;
- `bench.note("…")` prints what nobody can compare: seconds, counts, what was not measured and why;
- `with serving(bench) as site:` (module `web`) runs the production server with the page `/bench/trivial/` (sign-in needed)
  beside all others; `site.rush(requests, connections=32)` sends prepared requests to it from a process of its own.

The default database connection is the run's own database: empty but for what migrations make.
"""
