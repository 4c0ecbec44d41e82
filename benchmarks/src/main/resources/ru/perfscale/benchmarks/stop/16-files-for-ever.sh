#!/bin/bash
# Writes files, and locks the directories that they are in.
trap '' TERM
(
  trap '' TERM
  while :; do
    mkdir -p d/$RANDOM/$RANDOM
    for i in {1..20}; do printf x >d/$RANDOM; done
    chmod 000 d/*/ 2>/dev/null
    (($(ls d | wc -l) < 2000)) || rm -rf d 2>/dev/null
  done 2>/dev/null
) &
sh -c 'sleep 600; :' "$MARK" &
: >"$READY"
while :; do sleep 0.1; done
