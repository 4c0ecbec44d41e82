#!/usr/bin/env bash
# Every call of the API, in order, with curl alone. Start `./perfscale up` first.
#
# BASE, IDENTITY and CLIENT_SECRET have the values that `up` prints; set them when you changed ports.
set -euo pipefail

BASE=${BASE:-http://localhost:8090}
IDENTITY=${IDENTITY:-http://localhost:8080}
CLIENT_SECRET=${CLIENT_SECRET:-perfscale-dev-secret}
API=$BASE/api/v1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# call METHOD PATH EXPECTED_STATUS [JSON]: prints the answer, fails when the status is another one.
call() {
  local args=(-sS -o "$work/body" -w '%{http_code}' -X "$1" -H "@$work/authorization")
  [ $# -lt 4 ] || args+=(-H 'Content-Type: application/json' -d "$4")
  local status
  status=$(curl "${args[@]}" "$API$2")
  printf '\n%s %s -> %s\n' "$1" "$2" "$status"
  head -c 2000 "$work/body"
  echo
  if [ "$status" != "$3" ]; then echo "expected $3" >&2; exit 1; fi
}

# field NAME: a text field of the last answer.
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" "$work/body" | head -n 1; }

echo "== Who is there"
curl -sS --fail "$BASE/health/live"; echo
curl -sS --fail "$BASE/health/ready"; echo

echo "== A token, word for word as in the reference"
curl -sS -X POST "$IDENTITY/realms/perfscale/protocol/openid-connect/token" \
  -d "grant_type=password" \
  -d "client_id=perfscale-site" \
  -d "client_secret=$CLIENT_SECRET" \
  -d "username=demo@perfscale.ru" \
  -d "password=demo1234" > "$work/body"
(umask 077; printf 'Authorization: Bearer %s' "$(field access_token)" > "$work/authorization")
call GET /auth/me 200

echo "== Machines"
call GET /machines 200
call POST /machines 201 '{"name":"my-runner","hostname":"runner-'$$'.example.com","ip_address":"203.0.113.5","os":"linux","arch":"arm64","cpu_cores":4,"memory_gb":8}'
machine=$(field id)
call GET "/machines/$machine" 200
call POST /machines 409 '{"name":"again","hostname":"RUNNER-'$$'.example.com","os":"linux","arch":"arm64"}'
call POST /machines 400 '{"name":"","hostname":"no host","os":"beos"}'
call DELETE "/machines/$machine" 204
call GET "/machines/$machine" 404

echo "== Tests"
call POST /tests 201 '{"name":"Tour","tool":"custom","script":"for i in 1 2 3 4 5 6 7 8 9 10; do echo \"$i ok step\" > $PERFSCALE_SAMPLES; sleep 0.1; done"}'
test=$(field id)
call GET /tests 200
call GET "/tests/$test" 200
call PATCH "/tests/$test" 200 '{"name":"Tour of the API","status":"active"}'

echo "== Tasks"
call POST /tasks 202 "{\"testId\":\"$test\"}"
task=$(field id)
for _ in $(seq 1 60); do
  call GET "/tasks/$task" 200
  case $(field status) in pending|running) sleep 0.5 ;; *) break ;; esac
done
[ "$(field status)" = passed ] || { echo "the task did not pass" >&2; exit 1; }
call GET "/tasks?limit=1" 200
call DELETE "/tasks/$task" 409
call GET /tasks/task_99 404

echo "== A task that is cancelled"
call PATCH "/tests/$test" 200 '{"script":"sleep 60"}'
call POST /tasks 202 "{\"testId\":\"$test\"}"
task=$(field id)
call DELETE "/tasks/$task" 204
for _ in $(seq 1 60); do
  call GET "/tasks/$task" 200
  case $(field status) in pending|running) sleep 0.5 ;; *) break ;; esac
done
[ "$(field status)" = cancelled ] || { echo "the task was not cancelled" >&2; exit 1; }

echo "== Away with the test; its tasks stay"
call DELETE "/tests/$test" 204
call GET "/tests/$test" 404
call GET "/tasks/$task" 200
call GET /tasks 200

echo
echo "The tour is over; every call answered as it should."
