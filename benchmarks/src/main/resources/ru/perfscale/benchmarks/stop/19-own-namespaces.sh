#!/bin/bash
# Tries to be process 1 of a namespace of its own, in which signals do nothing.
unshare --user --map-root-user --pid --fork --mount-proc sh -c 'sleep 600; :' "$MARK" &
unshare --user --map-root-user --fork sh -c 'setsid sleep 600; :' "$MARK" &
setsid sh -c 'sleep 600; :' "$MARK" &
sleep 0.1
: >"$READY"
trap '' TERM
while :; do sleep 0.1; done
