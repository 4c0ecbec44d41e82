#!/bin/bash
# Some two hundred processes that come and go all the time.
trap '' TERM
ulimit -u 400
for i in {1..20}; do
  (while :; do for j in {1..10}; do (sleep 0.0$j) & done; wait; done) 2>/dev/null &
done
sh -c 'sleep 600; :' "$MARK" &
sleep 0.3
: >"$READY"
while :; do sleep 0.1; done
