#!/bin/bash
# Answers a request to stop with more processes.
more() { for i in 1 2 3 4 5; do (setsid sh -c 'trap "" TERM; sleep 600; :' "$MARK" &); done; }
trap more HUP INT QUIT TERM
sh -c 'sleep 600; :' "$MARK" &
sleep 0.1
: >"$READY"
while :; do sleep 0.05; done
