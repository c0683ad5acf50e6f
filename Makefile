# Every target sets up what it needs and then starts at once the next time.
#   make ask Q="…"   answer a question from the sample documents
#   make serve       the web page and the API on 127.0.0.1:7860
#   make test        the whole test suite
#   make check       style, types and house rules
#   make evals       the known questions over the sample documents, against their baseline
#   make bench       compare retrieval with other systems (minutes; installs them)
#   make train       train the bundled embedding model (minutes)

PYTHON ?= python3
PY := .venv/bin/python
RUNTIME := .venv/.runtime
DEVELOP := .venv/.develop
PEERS := .venv/.peers
BENCH := .cache/bench
DATA ?= ../shared/data
Q ?= 离休干部护理费是怎么规定的？
export Q
export HF_HUB_OFFLINE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: ask serve test check fix evals bench train clean

ask: $(RUNTIME)
	@$(PY) -m index build corpus/documents >/dev/null
	@$(PY) -m assistant ask "$$Q"

serve: $(RUNTIME)
	@$(PY) -m index build corpus/documents >/dev/null
	@exec $(PY) -m assistant serve

test: $(DEVELOP)
	$(PY) -m pytest

check: $(DEVELOP)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_house.py

fix: $(DEVELOP)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

evals: $(RUNTIME)
	@mkdir -p .cache/evals
	@$(PY) -m index build corpus/documents >/dev/null
	@$(PY) -m evals run evals/suites/sample.yaml --baseline evals/runs/sample.json \
		--out .cache/evals/report.html --out .cache/evals/run.json

bench: $(PEERS)
	@mkdir -p $(BENCH)
	@for each in statutes reading; do \
		$(PY) -m evals bench --beir "$(DATA)/bench/$$each" --json $(BENCH)/$$each.json --plot $(BENCH)/$$each.png \
			|| exit $$?; \
	done

train: $(DEVELOP)
	$(PY) -m index.train --data $(DATA) --out index/model

clean:
	rm -rf .venv .cache

# torch comes first and by itself: without an NVIDIA card the CPU build, hundreds of megabytes, not gigabytes.
$(RUNTIME): pyproject.toml constraints.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "需要 Python 3.11–3.13：make PYTHON=python3.12 … | Python 3.11 to 3.13 is needed" >&2; exit 2; }
	@echo "正在安装（约一至三分钟，只此一次）…… | installing, once" >&2
	@$(PYTHON) -m venv .venv
	@if command -v nvidia-smi >/dev/null 2>&1 || [ "$$(uname -s)-$$(uname -m)" != Linux-x86_64 ]; then \
		$(PY) -m pip install -q -c constraints.txt torch==2.13.0; \
	else \
		$(PY) -m pip install -q -c constraints.txt 'torch==2.13.0+cpu' 2>/dev/null || \
		$(PY) -m pip install -q -c constraints.txt 'torch==2.13.0+cpu' --extra-index-url https://download.pytorch.org/whl/cpu; \
	fi
	@$(PY) -m pip install -q -c constraints.txt -e .
	@touch $@

$(DEVELOP): $(RUNTIME)
	@$(PY) -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@

$(PEERS): $(RUNTIME)
	@$(PY) -m pip install -q -c constraints.txt -e '.[bench]'
	@touch $@
