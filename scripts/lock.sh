#!/bin/sh
# Renews both lock files. They name versions and hashes, never a registry's address, so that every mirror serves.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/pip install --quiet pip-tools
.venv/bin/pip-compile --quiet --upgrade --extra test --generate-hashes --no-emit-index-url --no-emit-find-links \
  --no-emit-trusted-host --strip-extras --allow-unsafe --no-header -o requirements.lock pyproject.toml
npm install --package-lock-only --ignore-scripts
# npm records funding pages; they are addresses too, and nothing reads them.
node -e 'const f="package-lock.json",fs=require("fs"),l=JSON.parse(fs.readFileSync(f));for(const p of Object.values(l.packages))delete p.funding;fs.writeFileSync(f,JSON.stringify(l,null,2)+"\n")'
