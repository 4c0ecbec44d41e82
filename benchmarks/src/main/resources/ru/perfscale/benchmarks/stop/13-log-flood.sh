#!/bin/bash
# One log line without an end from four writers, that block whenever nobody reads.
trap '' TERM
for i in 1 2 3 4; do (trap '' TERM PIPE; cat /dev/zero) & done
sh -c 'sleep 600; :' "$MARK" &
: >"$READY"
while :; do sleep 0.1; done
