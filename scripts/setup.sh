#!/bin/sh
# Sets up what is missing, and nothing else: system libraries, the Python environment, the front-end packages.
# With the word "test" also what the tests need (a browser, PDF tools). Says what to install where it can't itself.
set -eu
cd "$(dirname "$0")/.."
: "${PYTHON:=python3}"
purpose=${1:-build}

have() { command -v "$1" >/dev/null 2>&1; }
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || ls /usr/lib/*/"$1"* /opt/homebrew/lib/"$1"* /usr/local/lib/"$1"* >/dev/null 2>&1; }

debian='' brew='' casks=''
need() { debian="$debian $1"; brew="$brew $2"; }
have "$PYTHON" || need python3 python
{ have "$PYTHON" && "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; } || need python3-venv python
have npm || need "nodejs npm" node
has_library libpango-1.0 || need libpango-1.0-0 pango
has_library libpangoft2-1.0 || need libpangoft2-1.0-0 pango
has_library libharfbuzz-subset || need libharfbuzz-subset0 harfbuzz
if [ "$purpose" = test ]; then
  browser=chromium-headless-shell
  grep -qs '^ID=ubuntu$' /etc/os-release && browser=chromium-browser  # a snap: Ubuntu has no other
  have git || need git git  # a build only dates its edition by it
  # Two validators. macOS has a command of that name that isn't Java, and Homebrew's formula isn't put on PATH.
  java -version >/dev/null 2>&1 || { need default-jre-headless '' && casks="$casks temurin"; }
  have pdftoppm || need poppler-utils poppler
  have mutool || need mupdf-tools mupdf-tools  # an e-book reader's engine
  have chromium-headless-shell || have chromium || have chromium-browser || have google-chrome || [ -d "/Applications/Chromium.app" ] ||
    { need "$browser" '' && casks="$casks chromium"; }
fi
if [ -n "$debian" ]; then
  if have apt-get && [ "$(id -u)" = 0 ]; then
    echo "Installing system packages:$debian"
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian >/dev/null
  else
    echo "Missing on this machine. Install, then run make again:" >&2
    if have brew; then
      [ -z "${brew# }" ] || echo "    brew install$brew" >&2
      [ -z "$casks" ] || echo "    brew install --cask$casks" >&2
    else
      echo "    sudo apt-get install$debian" >&2
    fi
    exit 1
  fi
fi

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; $("$PYTHON" --version) is on PATH. Name another with: make PYTHON=python3.12" >&2
  exit 1
}
mkdir -p .build
stamp=.build/python.stamp
if ! [ -x .venv/bin/guide ] || ! cmp -s requirements.lock "$stamp"; then
  echo "Installing Python packages into .venv"
  [ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  cp requirements.lock "$stamp"
fi
stamp=.build/npm.stamp
if ! [ -d node_modules ] || ! cmp -s package-lock.json "$stamp"; then
  echo "Installing front-end packages into node_modules"
  npm ci --ignore-scripts --silent
  cp package-lock.json "$stamp"
fi
