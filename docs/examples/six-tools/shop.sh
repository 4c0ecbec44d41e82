#!/bin/bash
# Any command can be a load generator: a line for each request, with milliseconds, outcome and label.
exec 3> "$PERFSCALE_SAMPLES"
for i in $(seq 100); do
  result=$(curl -sS -o /dev/null -w '%{time_total} %{http_code}' "http://127.0.0.1:$PORT/")
  outcome=ok
  [ "${result#* }" = 200 ] || outcome=error
  millis=$(awk -v s="${result% *}" 'BEGIN { printf "%.3f", s * 1000 }')
  echo "$millis $outcome page" >&3
done
