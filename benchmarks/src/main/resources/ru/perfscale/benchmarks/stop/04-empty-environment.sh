#!/bin/bash
# Daemons without the environment that they were given: only a namespace or a cgroup holds them.
for i in 1 2 3; do (setsid env -i sh -c 'sleep 600; :' "$MARK" &); done
sleep 0.1
: >"$READY"
sleep 600
