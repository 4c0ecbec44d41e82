#!/bin/bash
# Four writers that fill the pipe of samples as fast as they can.
trap '' TERM
for i in 1 2 3 4; do (trap '' TERM PIPE; while :; do yes '1 ok x'; done >"$PERFSCALE_SAMPLES") & done
sh -c 'sleep 600; :' "$MARK" &
: >"$READY"
while :; do sleep 0.1; done
