#!/bin/bash
# Its children are in sessions of their own.
for i in 1 2 3; do setsid sh -c 'sleep 600; :' "$MARK" & done
sleep 0.1
: >"$READY"
sleep 600
