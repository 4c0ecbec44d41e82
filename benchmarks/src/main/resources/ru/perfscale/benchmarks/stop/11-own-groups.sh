#!/bin/bash
# Every child has a process group of its own.
set -m
for i in 1 2 3; do sh -c 'trap "" TERM; sleep 600; :' "$MARK" & done
sleep 0.1
: >"$READY"
wait
