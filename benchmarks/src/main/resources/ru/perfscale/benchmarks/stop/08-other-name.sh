#!/bin/bash
# Looks like threads of the kernel, somewhere else.
trap '' TERM
cd /
(exec -a '[kworker/0:1]' sleep 600) &
(exec -a '[migration/0]' setsid sleep 600) &
sh -c 'printf kthreadd >/proc/self/comm; sleep 600; :' "$MARK" &
sleep 0.1
: >"$READY"
sleep 600
