# Says the first directory or program on the way to each argument that this user cannot get
# through, and nothing if all can be reached.
for path; do
  way=
  rest=${path#/}
  while [[ -n $rest ]]; do
    part=${rest%%/*}
    way+=/$part
    [[ -x $way ]] || { printf '%s' "$way"; exit 1; }
    [[ $rest == */* ]] && rest=${rest#*/} || rest=
  done
done
