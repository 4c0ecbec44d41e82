# Holds one run together. As PID 1 of a PID namespace its exit makes the kernel end everything in
# it; a cgroup ends everything in it when told to; with neither, it hunts the processes down itself.
# Standard input is a pipe that the
# engine holds: its end, or silence for longer than the deadline, means that the engine is dead or
# frozen, and the load must not outlive it.
#
# Arguments: namespace|cgroup|group, deadline in seconds, the run's mark (NAME=value in its
# environment), its directory, its cgroup (- for none), then the command that starts the tool.
# Says: "ready", "pid N", "exit CODE", "lost" (nobody will ever say how the tool ended), "left N"
# (processes that had to be killed).
# Hears: "start", "tool PID" (what it said, given back), "beat", "signal NAME PID" (a negative PID is
# a process group), "end".

mode=$1 deadline=$2 mark=$3 directory=$4 cgroup=$5
shift 5
waiter=0 waits= tool=0

# Becomes the tool, within its cgroup from its first instruction on.
enter() {
  [[ $cgroup == - ]] || printf '0\n' 2>&3 >"$cgroup/cgroup.procs" || exit 126
  exec "$@"
}

run_tool() {
  (
    exec 3>&1 </dev/null >/dev/null 2>&1
    # Job control gives the tool a process group of its own and leaves SIGINT as it is.
    set -m
    enter "$@" &
    printf 'pid %d\n' $! >&3
    # Without job control wait takes no notice of a tool that is stopped. (With it, wait -f would do,
    # but now and then goes on for ever in bash 5.2.)
    set +m
    wait $!
    printf 'exit %d\n' $? >&3
  ) &
  waiter=$! waits=1
  exec 9<&-
}

# The waiter may have been killed, most likely because memory was short.
see_to_waiter() {
  if [[ -n $waits ]] && ! kill -0 "$waiter" 2>/dev/null; then
    printf 'lost\n'
    waits=
  fi
}

# Sets state, parent and group of process $1; false if there is none or it is a zombie.
look_at() {
  local stat
  IFS= read -r -d '' stat 2>/dev/null <"/proc/$1/stat"
  [[ -n $stat ]] || return 1
  read -r state parent group _ <<<"${stat##*) }"
  [[ $state != Z && $state != X ]]
}

# Sets victims to what is alive of the run.
find_in_namespace() {
  victims=()
  local entry
  for entry in /proc/[0-9]*; do
    entry=${entry#/proc/}
    if ((entry != $$ && entry != waiter)) && look_at "$entry"; then
      victims+=("$entry")
    fi
  done
}

find_in_group() {
  local entry changed=1
  local -A parents=() found=()
  for entry in /proc/[0-9]*; do
    entry=${entry#/proc/}
    if look_at "$entry"; then
      parents[$entry]=$parent
      ((tool > 0 && group == tool)) && found[$entry]=1
    fi
  done
  while IFS= read -r entry; do
    entry=${entry#/proc/}
    entry=${entry%/environ}
    [[ -n ${parents[$entry]:-} ]] && found[$entry]=1
  done < <(exec grep -lsFxz -e "$mark" /proc/[0-9]*/environ)
  while ((changed)); do
    changed=0
    for entry in "${!parents[@]}"; do
      parent=${parents[$entry]}
      # Before the start there is no waiter, and the parent 0 is that of init.
      if [[ -z ${found[$entry]:-} ]] &&
        { [[ -n ${found[$parent]:-} ]] || ((waiter > 0 && parent == waiter)); }; then
        found[$entry]=1 changed=1
      fi
    done
  done
  unset "found[$$]" "found[$waiter]"
  victims=("${!found[@]}")
}

# Those in cgroups below it are not found, but it is not empty either as long as they live. Only a
# tool that runs as our own user can have left it.
find_in_cgroup() {
  victims=()
  if ((EUID != 0)); then find_in_group; fi
  local entry known=" ${victims[*]} "
  while IFS= read -r entry; do
    [[ $known == *" $entry "* ]] || { look_at "$entry" && victims+=("$entry"); }
  done <"$cgroup/cgroup.procs"
}

find_victims() {
  case $mode in
    namespace) find_in_namespace ;;
    cgroup) find_in_cgroup ;;
    group) find_in_group ;;
  esac
}

is_populated() {
  [[ $mode == cgroup && $(<"$cgroup/cgroup.events") == *"populated 1"* ]]
}

kill_victims() {
  case $mode in
    namespace) kill -KILL -1 ;;
    cgroup) printf '1\n' >"$cgroup/cgroup.kill" ;;
  esac
  if [[ $mode != namespace ]] && ((${#victims[@]} > 0)); then kill -KILL "${victims[@]}"; fi
}

# Whoever goes on forking meanwhile is slow to count.
hold_still() {
  case $mode in
    namespace) kill -STOP -1 ;;
    cgroup) printf '1\n' >"$cgroup/cgroup.freeze" ;;
  esac 2>/dev/null
}

# Kills until nothing has been found twice: a process in the middle of an exec shows no environment.
kill_tree() {
  local round quiet_rounds=0
  hold_still
  find_victims
  printf 'left %d\n' ${#victims[@]}
  for ((round = 0; round < 200 && quiet_rounds < 2; round++)); do
    if ((${#victims[@]} == 0)) && ! is_populated; then
      ((quiet_rounds++))
    else
      quiet_rounds=0
      kill_victims
    fi
    read -r -t 0.01 _ <>"$pause"
    find_victims
  done 2>/dev/null
  # It has nobody to wait for any more.
  if ((waiter > 0)) && look_at "$waiter" && ((parent == $$)); then kill -KILL "$waiter"; fi
}

exec 2>&1
trap : PIPE
# Something that never has anything to read, to wait without a process.
exec {quiet}<> <(:)
pause=/proc/self/fd/$quiet
# The tool's environment, which may hold secrets, is in a file no longer than this.
exec 9<"$directory/environment"
rm -f -- "$directory/environment"
printf 'ready\n'

engine_lives=
while IFS= read -r -t "$deadline" line; do
  case $line in
    start) run_tool "$@" ;;
    beat) see_to_waiter ;;
    'tool '*) tool=${line#tool } ;;
    'signal '*)
      read -r _ name target <<<"$line"
      kill -s "$name" -- "$target" 2>/dev/null
      ;;
    end) engine_lives=1 && break ;;
  esac
done

if [[ -z $engine_lives ]]; then
  # An engine that was only frozen hears this later.
  printf 'There was no sign of life of the engine for %s s, so the load was ended.\n' "$deadline"
fi
kill_tree
if [[ -z $engine_lives ]]; then
  # Nobody else will tidy up.
  rm -rf -- "$directory" || { chmod -R u+rwX -- "$directory" && rm -rf -- "$directory"; }
  # The kernel may still be busy with what was killed in it.
  for ((round = 0; round < 40; round++)); do
    [[ $cgroup == - || ! -d $cgroup ]] && break
    find "$cgroup" -depth -type d -exec rmdir -- {} + 2>/dev/null && break
    read -r -t 0.05 _ <>"$pause"
  done
fi
