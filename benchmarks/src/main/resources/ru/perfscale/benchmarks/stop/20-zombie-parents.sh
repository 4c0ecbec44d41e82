#!/bin/bash
# Parents that never look what has become of their children.
trap '' TERM
for i in {1..20}; do bash -c 'for j in 1 2 3; do true & done; exec sh -c "sleep 600; :" "$MARK"' & done
sleep 0.1
: >"$READY"
while :; do sleep 0.1; done
