# What scenarios can call. They run in bash, in the machine, with `set -e` and `set -x`, in an
# empty folder of their own; one that comes to its end has passed.

# The program under test.
tactus=$(cat "$OUT/program")
# Sounds to play; what is left there stays with the results.
signals=$OUT/../signals
kept=$OUT/$scenario
mkdir -p "$kept"
started=()

# fail WORDS: ends the scenario.
fail() {
  { set +x; } 2>/dev/null
  tell "$*"
  trap - ERR
  exit 1
}

# note WORDS: a line beside the scenario's name in the results, such as a figure.
note() { tell "$*"; }

tell() { printf 'tell %s\n' "${*//$'\n'/ }" >&4; }

say_why() { [[ $1 -eq 0 ]] || tell "'$2' ended with $1"; }

# Ends what the scenario has left running.
tidy() {
  { set +x; } 2>/dev/null
  local process
  for process in "${started[@]}"; do kill -9 "$process" 2>/dev/null || true; done
  wait
  cp -f ./*.log ./*.yaml "$kept/" 2>/dev/null || true
}

# host VERB ...: has the host do something and prints what it answers; fails with it.
host() {
  local answer
  printf 'do %s\n' "$*" >&4
  read -r -u 4 answer
  echo "${answer#* }"
  [[ ${answer%% *} == yes ]]
}

# card NAME: what ALSA calls the card: ac97, es1370, usb, loop or dummy.
card() {
  case $1 in
    ac97) echo hw:CARD=I82801AAICH ;;
    es1370) echo hw:CARD=AudioPCI ;;
    usb) echo hw:CARD=Audio ;;
    loop) echo hw:CARD=Loopback ;;
    dummy) echo hw:CARD=Dummy ;;
  esac
}

# full_volume CARD: its controls for playback to their top, and not muted.
full_volume() {
  local control
  for control in Master PCM 'Audio Output Volume Control'; do
    amixer -q -D "$(card "$1")" set "$control" 100% unmute 2>/dev/null || true
  done
}

# unplug CARD, replug CARD: pulls the card, puts it back.
unplug() { host unplug "$1"; }
replug() { host replug "$1"; }

# play_file SIGNAL NAME: a session that plays a signal, with fades of 10 ms.
#
# The file is in memory: how long reading one takes in the machine means nothing.
play_file() {
  cp -n "$signals/$1.wav" .
  cat >"$2.yaml" <<YAML
fades: {start: 0.01, stop: 0.01}
nodes:
  - {name: player, builtin: file-player, file: $1.wav}
chain: [player, playback]
YAML
}

# start NAME ARGUMENTS: plays NAME.yaml in the background; $pid is the process, NAME.log its log.
start() {
  local name=$1
  shift
  "$tactus" run "$name.yaml" --no-meter "$@" >"$name.log" 2>&1 &
  pid=$!
  started+=("$pid")
}

# play NAME ARGUMENTS: plays NAME.yaml to its end.
play() {
  start "$@"
  wait "$pid" || fail "tactus ended with $?: $(tail -n 1 "$1.log")"
}

# expect_event NAME TEXT [SECONDS]: waits until the log of NAME has the text.
expect_event() {
  local tenth
  for ((tenth = 0; tenth < ${3:-20} * 10; tenth++)); do
    grep -qF -- "$2" "$1.log" && return
    sleep 0.1
  done
  fail "no '$2' in the log; it ends with: $(tail -n 1 "$1.log")"
}

# refused CODE TEXT ARGUMENTS: `tactus run ARGUMENTS` says the text in its last line, and ends with
# the code.
refused() {
  local code=$1 text=$2 status=0
  shift 2
  "$tactus" run --no-meter --duration 1 "$@" >refused.log 2>&1 || status=$?
  [[ $status -eq $code ]] || fail "ended with $status, not $code: $(tail -n 1 refused.log)"
  tail -n 1 refused.log | grep -qF -- "$text" ||
    fail "said '$(tail -n 1 refused.log)', not '$text'"
}

# heard SIGNAL CARD [FRAMES PIECES]: five seconds of the signal are in what the card played, bit for
# bit, or so many frames; in one piece, or in no more than so many.
heard() {
  local answer
  answer=$(host heard "$@") || fail "$answer"
  note "$answer"
}

# same SIGNAL FILE [FORMAT CHANNELS]: the same for a file that was recorded in the machine; raw
# samples if a format is given.
same() {
  local answer file=$2
  cp "$file" "$kept/"
  set -- "$1" "$kept/${file##*/}" "${@:3}"
  answer=$(host same "$@") || fail "$answer"
  note "$answer"
}
