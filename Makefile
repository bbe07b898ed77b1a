# Firsthand: `make demo` to see it, `make test` to check it, `make help` for the rest.

export PYTHONPATH := platform
export DJANGO_SETTINGS_MODULE := config.settings
# Beside what is the user's, nothing of Python's is inherited.
unexport PYTHONHOME VIRTUAL_ENV

python := .venv/bin/python
local := FIRSTHAND_LOCAL=1

.PHONY: help demo test check bench engines stop translations test-long bootstrap bootstrap-demo bootstrap-test

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/  make \1 —/p' Makefile

bootstrap:  ## make .venv and install what is missing
	@deploy/bootstrap run

bootstrap-demo:
	@deploy/bootstrap demo

bootstrap-test:
	@deploy/bootstrap test

demo: bootstrap-demo  ## the whole programme, alive, at http://127.0.0.1:8000 (PORT= HOST= RESET=1)
	@exec $(python) -m operations.demo

test: bootstrap-test  ## everything that is checked, with its own engines
	@exec $(python) -m operations.engines run --data var/test-engines --throwaway -- $(python) -m operations.checks test

check: bootstrap-test  ## lint, types, walls, templates, migrations, settings, translations
	@exec $(python) -m operations.engines run --data var/test-engines --throwaway -- $(python) -m operations.checks

test-long: bootstrap-test  ## the tests that take long: many kills, many steps
	@exec $(python) -m operations.engines run --data var/test-engines --throwaway -- $(python) -m pytest -m long

bench: bootstrap  ## speed, as ratios measured in one run (ONLY=seats,ledger,pages,figures JSON=file)
	@FIRSTHAND_LOCAL=1 LOG_LEVEL=WARNING exec $(python) -m operations.engines run --data var/bench-engines -- $(python) -m operations.benchmarks

engines: bootstrap  ## start the private PostgreSQL and Redis
	@exec $(python) -m operations.engines start

stop:  ## stop them
	@exec $(python) -m operations.engines stop

translations: bootstrap  ## collect texts into locale/, keeping what is translated, and compile
	@$(local) exec $(python) -m operations.translations
