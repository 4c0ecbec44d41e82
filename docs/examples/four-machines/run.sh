#!/usr/bin/env bash
# One load test on four machines, by four agents that join a running `./perfscale up`: what the merge
# of all their samples says, beside the average of the machines' percentiles that others report.
#
# BASE, IDENTITY and CLIENT_SECRET have the values that `up` prints; set them when you changed ports.
set -euo pipefail

BASE=${BASE:-http://localhost:8090}
IDENTITY=${IDENTITY:-http://localhost:8080}
CLIENT_SECRET=${CLIENT_SECRET:-perfscale-dev-secret}
API=$BASE/api/v1
here=$(cd "$(dirname "$0")" && pwd)
perfscale=$here/../../../perfscale

work=$(mktemp -d)
chmod o+x "$work" # Started by root, load tests run as another user.
agents=()
machines=()
shown=0
finish() {
  for agent in "${agents[@]}"; do kill "$agent" 2>/dev/null || true; done
  for agent in "${agents[@]}"; do wait "$agent" 2>/dev/null || true; done
  for machine in "${machines[@]}"; do call DELETE "/machines/$machine" >/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# call METHOD PATH [JSON]: prints the answer, fails unless its status is one of success.
call() {
  local args=(-sS --fail-with-body -X "$1" -H "@$work/authorization")
  [ $# -lt 3 ] || args+=(-H 'Content-Type: application/json' -d "$3")
  curl "${args[@]}" "$API$2"
}

# text NAME, number NAME: the first field of that name of the JSON on standard input.
text() { grep -o "\"$1\" *: *\"[^\"]*\"" | head -n 1 | sed 's/.*: *"\(.*\)"/\1/'; }
number() { grep -o "\"$1\" *: *[0-9.]*" | head -n 1 | sed 's/.*: *//'; }

curl -sS --fail -X POST "$IDENTITY/realms/perfscale/protocol/openid-connect/token" \
  -d grant_type=password -d client_id=perfscale-site -d "client_secret=$CLIENT_SECRET" \
  -d username=admin@perfscale.ru -d password=admin1234 > "$work/token"
(umask 077; printf 'Authorization: Bearer %s' "$(text access_token < "$work/token")" > "$work/authorization")

echo "== Four machines join"
for i in 1 2 3 4; do
  machine=$(call POST /machines \
    '{"name":"example-'$i'","hostname":"example-'$i'-'$$'.internal","os":"linux","arch":"amd64"}' | text id)
  machines+=("$machine")
  (umask 077; call POST "/machines/$machine/join-tokens" | text token > "$work/join-$i")
  "$perfscale" agent --server "$BASE" --join-file "$work/join-$i" --data "$work/agent-$i" \
    > "$work/agent-$i.log" 2>&1 &
  agents+=($!)
done
for machine in "${machines[@]}"; do
  for _ in $(seq 120); do
    [ "$(call GET "/machines/$machine" | text status)" != online ] || continue 2
    sleep 0.5
  done
  echo "$machine is not online after a minute" >&2
  tail -n 5 "$work"/agent-*.log >&2
  exit 1
done

echo "== One task on all four"
script=$(awk '{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "%s\\n", $0 }' "$here/load.sh")
test=$(call POST /tests '{"name":"Four machines","tool":"custom","script":"'"$script"'"}' | text id)
ids=$(printf '"%s",' "${machines[@]}")
task=$(call POST /tasks '{"testId":"'"$test"'","machines":['"${ids%,}"']}' | text id)
for _ in $(seq 240); do
  call GET "/tasks/$task" > "$work/task"
  case $(text status < "$work/task") in pending | running) sleep 0.5 ;; *) break ;; esac
done
[ "$(text status < "$work/task")" = passed ] || { cat "$work/task"; echo; } >&2
echo "$task: $(text status < "$work/task"), $(number total_requests < "$work/task") requests"

printf '\n%-12s %9s %9s %9s %9s\n' machine count p50 p95 p99
: > "$work/rows"
for machine in "${machines[@]}"; do
  call GET "/tasks/$task/histogram?machine=$machine" > "$work/figures"
  row=$(for field in count p50 p95 p99; do number $field < "$work/figures"; done | tr '\n' ' ')
  echo "$row" >> "$work/rows"
  printf '%-12s %9s %9s %9s %9s\n' "machine $((++shown))" $row
done
awk '{ n += $1; a += $2; b += $3; c += $4 }
  END { printf "%-12s %9d %9.1f %9.1f %9.1f   what an average of the four says\n", "average", n, a/4, b/4, c/4 }' "$work/rows"
call GET "/tasks/$task/histogram" > "$work/figures"
row=$(for field in count p50 p95 p99; do number $field < "$work/figures"; done | tr '\n' ' ')
printf '%-12s %9s %9s %9s %9s   what all samples say\n' merged $row

[ "$(text status < "$work/task")" = passed ]
