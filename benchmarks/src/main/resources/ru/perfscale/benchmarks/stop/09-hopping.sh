#!/bin/bash
# A process that is another one, in another session, every few milliseconds.
if [[ ${1:-} == hop ]]; then
  sleep 0.005
  setsid bash "$0" hop "$MARK" &
  exit
fi
for i in 1 2 3; do setsid bash "$0" hop "$MARK" & done
sleep 0.1
: >"$READY"
sleep 600
