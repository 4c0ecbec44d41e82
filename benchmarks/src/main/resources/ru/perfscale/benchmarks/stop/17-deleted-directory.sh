#!/bin/bash
# Works in a directory that is no more, with a program that is no more.
trap '' TERM
mkdir gone && cd gone
cp "$(command -v sleep)" ./program
for i in 1 2 3; do ./program 600 & done
sh -c 'sleep 600; :' "$MARK" &
# Until they have become the program, it must be there.
for job in $(jobs -p); do
  until [[ $(tr '\0' ' ' </proc/$job/cmdline) == *600* ]]; do sleep 0.01; done
done
rm program && rmdir "$PWD"
: >"$READY"
sleep 600
