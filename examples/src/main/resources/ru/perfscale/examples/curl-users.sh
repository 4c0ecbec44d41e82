# Sends the requests of a curl configuration again and again, and tells the engine of each.
#   curl-users.sh CURL USERS SECONDS
# CURL is the program, USERS how many do it at once; after SECONDS no user begins another round, and
# with 0 each does one. Exit code 65 if curl cannot make sense of the configuration.
curl=$1 users=$2 seconds=$3

# In microseconds; SECONDS counts the beginnings of seconds, so that the first may be short.
end=$((${EPOCHREALTIME/./} + seconds * 1000000))

# One line per request, on standard error, because standard output gets what the server sends.
report='%{stderr}%{time_total} %{http_code} %{method} %{url_effective}\n'

# A user who is asked to stop finishes the round: no request is cut off, so no sample is lost.
trap ': > stopping' TERM

user() {
  local status round=0
  exec 3> "$PERFSCALE_SAMPLES"
  while [[ ! -e stopping ]] && ((seconds > 0 ? ${EPOCHREALTIME/./} < end : round < 1)); do
    round=$((round + 1))
    "$curl" --disable --config script.curl --silent --show-error --write-out "$report" \
      2>&1 >/dev/null | samples
    status=${PIPESTATUS[0]}
    # The configuration, an address or a file in it; any other code tells of a request, which is a
    # sample already.
    case $status in 2 | 3 | 26) exit 65 ;; esac
  done
}

# Makes "0.012345 200 GET http://…" the line "12.345 ok GET http://…" of docs/sample-frames.md.
samples() {
  local line micros outcome
  while IFS= read -r line; do
    if [[ $line =~ ^([0-9]+)\.([0-9]{6})\ ([0-9]{3})\ (.+)$ ]]; then
      micros=$((10#${BASH_REMATCH[1]}${BASH_REMATCH[2]}))
      outcome=ok
      ((10#${BASH_REMATCH[3]} >= 400 || 10#${BASH_REMATCH[3]} == 0)) && outcome=error
      printf '%d.%03d %s %s\n' $((micros / 1000)) $((micros % 1000)) "$outcome" \
        "${BASH_REMATCH[4]}" >&3
    else
      echo "$line" >&2
    fi
  done
}

started=()
for ((n = 0; n < users; n++)); do
  user &
  started+=($!)
done

exit=0
for process in "${started[@]}"; do
  wait "$process"
  status=$?
  # The trap interrupts a wait.
  while ((status > 128)) && kill -0 "$process" 2>/dev/null; do
    wait "$process"
    status=$?
  done
  ((status == 0)) || exit=$status
done
exit "$exit"
