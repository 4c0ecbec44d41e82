#!/bin/bash
# Stopped children, which hear no signal but one.
for i in 1 2 3; do
  sh -c 'kill -STOP $$; sleep 600; :' "$MARK" &
  (setsid sh -c 'kill -STOP $$; sleep 600; :' "$MARK" &)
done
sleep 0.1
: >"$READY"
kill -STOP $$
sleep 600
