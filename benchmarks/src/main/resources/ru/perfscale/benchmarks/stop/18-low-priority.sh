#!/bin/bash
# Processes that hardly ever get a processor, and keep it busy when they do.
trap '' TERM
for i in 1 2 3; do
  nice -n 19 ionice -c 3 bash -c 'trap "" TERM; while :; do :; done' "$MARK" &
done
sleep 0.1
: >"$READY"
while :; do :; done
