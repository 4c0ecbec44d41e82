#!/usr/bin/env bash
# Runs one script of each tool against a web server that counts, and compares the server's count
# with perfscale's: docs/examples/six-tools/run.sh [TOOL …]. Tools that are missing are installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
perfscale=$here/../../../perfscale
work=$(mktemp -d)

"$perfscale" version >&2
coproc TARGET { "$("$perfscale" --print-java)" "$here/CountingTarget.java"; }
target_pid=$TARGET_PID
trap 'kill "$target_pid" 2>/dev/null; rm -rf "$work"' EXIT
read -r port <&"${TARGET[0]}"

count() { curl -sS --fail "http://127.0.0.1:$port/count"; }

# The number behind "total": { "count": in the result.
counted() { tr -d '\n ' < "$work/result" | sed -n 's/.*"total":{"count":\([0-9]*\).*/\1/p'; }

declare -A scripts=([k6]=shop.js [jmeter]=shop.jmx [locust]=shop.py [artillery]=shop.yml
  [gatling]=Shop.java [custom]=shop.sh)
[ $# -gt 0 ] || set -- k6 jmeter locust artillery gatling custom

differ=0
printf '%-10s %12s %12s  %s\n' tool 'the server' perfscale result
for tool in "$@"; do
  options=()
  [ "$tool" != locust ] || options=(--users 5 --duration 5s)
  before=$(count)
  status=0
  "$perfscale" run "$here/${scripts[$tool]}" --tool "$tool" --param "PORT=$port" "${options[@]}" \
    --json > "$work/result" 2> "$work/log" || status=$?
  asked=$(($(count) - before))
  told=$(counted)
  if [ "$status" != 0 ] || [ "$asked" != "$told" ] || [ "$asked" = 0 ]; then
    differ=1
    tail -n 20 "$work/log" >&2
  fi
  printf '%-10s %12s %12s  exit code %s\n' "$tool" "$asked" "${told:-none}" "$status"
done
exit "$differ"
