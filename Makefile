# Two commands: `make` builds the site, `make test` runs everything that a change must pass.
PYTHON ?= python3
VENV   := .venv
# Windows keeps the programs of a virtual environment in Scripts.
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PEERS  := .venv-bench
# Each program compiles what it imports once and keeps it, also where the surroundings say otherwise: the
# tests start hundreds of programs, and Python without kept files takes three times as long to start.
unexport PYTHONDONTWRITEBYTECODE
# One process of tests for each processor.
WORKERS := $(shell nproc 2>/dev/null || echo 2)
RUN    := $(BIN)/python -m generator
# Of pandas most is never imported: what is, Python compiles when it comes to it.
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps --no-compile
OURS   := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-index --no-deps --no-build-isolation --editable .
BROWSER := chromium-headless-shell
FONTS   := fonts-noto-cjk fonts-liberation

.DEFAULT_GOAL := site
.PHONY: site help serve check bench lint test test-run test-browser hooks notices verify-published lock clean
.PHONY: forge-labels forge-note forge-moves forge-comment forge-issues forge-published

site: $(VENV)/ready ## 核对记录并生成网站 · check the records and build the site
	@$(RUN) build
	@echo "打开 Open: make serve  →  http://127.0.0.1:8000/"

help: ## 本说明 · this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/'

serve: $(VENV)/ready ## 在本机浏览，改动后自动重建 · browse locally, rebuilds on change
	@$(RUN) serve

check: $(VENV)/ready ## 只核对记录 · check the records only
	@$(RUN) check

# The packages come beside the browser, and what looks at code runs beside the tests.
test: ## 全部测试 · all tests, with everything that they need
	@$(MAKE) --no-print-directory -j2 lint test-run

test-run: $(VENV)/ready-dev test-browser # records, draws, layout and generated files are among the tests of pytest
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/ready-dev ## 代码、类型、架构、工作流 · code, types, contracts, workflows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/zizmor --offline --quiet .github/workflows

bench: $(VENV)/ready-dev $(PEERS)/ready ## 与同类工具并排计时 · timings beside those of peers
	@$(BIN)/python -m benchmarks $(PEERS)

hooks: $(VENV)/ready ## 提交前自动核对 · check before every commit
	@git config core.hooksPath .githooks
	@echo "已启用 .githooks · hooks are on"

$(PEERS)/ready: requirements-bench.txt
	@echo "安装用来比较的工具 · installing the peers to compare with"
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

notices: $(VENV)/ready ## 每个县（区）的待办与复核不符，写入 out/notices · what fell due, a file for each county
	@rm -rf out/notices
	@$(RUN) remind out/notices --as-of "$$(TZ=Asia/Shanghai date +%F)"

verify-published: $(VENV)/ready ## 与上次发布的清单核对历史 · is all that was published still there
	@if [ -f out/published.json ]; then $(RUN) verify-history --since out/published.json; fi

# What the workflows ask of the forge; see .github/forge.py. Nothing needs to be installed.
forge-labels: ; @$(PYTHON) .github/forge.py labels out/labels
forge-note: ; @$(PYTHON) .github/forge.py note out/impact
forge-moves: ; @$(PYTHON) .github/forge.py moves
forge-comment: ; @$(PYTHON) .github/forge.py comment
forge-issues: ; @$(PYTHON) .github/forge.py issues out/notices
forge-published: ; @SITE_URL="$${SITE_URL:-$$(sed -n "s/^site_url: *[\"']*\([^\"' ]*\).*/\1/p" records/bureau.yml)}" \
	$(PYTHON) .github/forge.py published out/published.json

lock: $(VENV)/ready-dev ## 更新锁定的版本 · renew the pinned versions
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate pyproject.toml --all-extras --group build -o requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate pyproject.toml --all-extras --group build --group dev -c requirements.txt \
		-o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate --only-group bench pyproject.toml -o requirements-bench.txt

clean: ## 删除环境、缓存和网站 · remove environment, caches and site
	@rm -rf $(VENV) site "$$(git rev-parse --git-path records-cache)"

# A browser and Chinese fonts for the tests that look at pages; where neither can be had they say so and skip.
# The shell is the same browser without a window and takes a third less time, so it is had where it can be.
test-browser:
	@if ! command -v $(BROWSER) >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "安装浏览器与字体 · installing a browser and fonts"; \
		export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; \
		apt-get install -y -qq --no-install-recommends $(BROWSER) $(FONTS) >/dev/null 2>&1 || \
			command -v chromium >/dev/null || apt-get install -y -qq chromium $(FONTS) >/dev/null; \
	fi

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 以上：make PYTHON=python3.12 · Python 3.11 or later is needed"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "缺 venv 模块：apt install python3-venv · the venv module is missing"; exit 2; }
	@touch $@

$(VENV)/ready: $(VENV)/created requirements.txt
	@echo "安装运行所需的包 · installing packages"
	@$(PIP) -r requirements.txt
	@$(OURS)
	@touch $@

# What tests need beyond the program is installed beside it, since pip uses one processor.
$(VENV)/tools: $(VENV)/created requirements.txt requirements-dev.txt
	@echo "安装测试所需的包 · installing packages for the tests"
	@grep -vxFf requirements.txt requirements-dev.txt >$@.txt
	@$(PIP) -r $@.txt
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready $(VENV)/tools
	@touch $@
