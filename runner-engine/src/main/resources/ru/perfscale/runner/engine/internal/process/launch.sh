# Becomes the tool, already as the user that the tool runs as. Its environment comes through file
# descriptor 9 (NAME=value, each ended by NUL), because the command line is for everyone to read, and
# because nothing of it may reach a program that still has rights.
#
# Arguments: directory, standard input, standard output (- is the log), log, process limit, size
# limit of a file in KiB, command.

# A JVM that was started by nohup or in the background of a shell ignores SIGHUP or SIGINT, and a
# shell cannot undo what it was born with: the tool would not hear that it is asked to stop.
if [[ $1 == --hears ]]; then
  shift
elif env --default-signal=INT true 2>/dev/null; then
  exec env --default-signal=HUP,INT,QUIT,PIPE,TERM bash -- "$0" --hears "$@"
fi
cd -- "$1" || exit 126
input=$2 output=$3 log=$4
ulimit -c 0
ulimit -u "$5" 2>/dev/null
ulimit -n "$(ulimit -H -n)" 2>/dev/null
ulimit -f "$6"
shift 6
exec <"$input" 2>>"$log"
if [[ $output == - ]]; then exec >&2; else exec >"$output"; fi
# The tool must not be able to speak in the supervisor's name.
for descriptor in /proc/self/fd/*; do
  descriptor=${descriptor##*/}
  if ((descriptor > 2 && descriptor != 9 && descriptor != 255)); then
    exec {descriptor}>&-
  fi
done

unset OLDPWD PWD SHLVL LC_ALL
{
  while IFS= read -r -d '' __pair <&9; do
    # Without unset, the shell's own variables (RANDOM, SECONDS, …) would keep their magic.
    unset "${__pair%%=*}"
    export "$__pair"
  done
} 2>/dev/null
exec 9<&-
unset __pair
shopt -s execfail
exec -- "$@"
code=$?
IFS= read -r -n 200 line 2>/dev/null <"$1"
if [[ $line == '#!'* ]]; then
  printf '%s: this machine has no such program, or nobody may run it; correct the first line\n' "$line" >&2
fi
exit "$code"
