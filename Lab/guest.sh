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

# without_files: for a scenario after which the host's files are out of reach. It needs a machine of
# its own; its log goes to the console.
without_files() {
  exec >/dev/ttyS0 2>&1
  trap 'echo "end $scenario $?" >&4; read -r -u 4' EXIT
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
  within "${3:-20}" is_told_or_over "$1" "$2" && grep -qF -- "$2" "$1.log" ||
    fail "no '$2' in the log; it ends with: $(tail -n 1 "$1.log")"
}

is_told_or_over() { grep -qF -- "$2" "$1.log" || ! kill -0 "$pid" 2>/dev/null; }

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

# asked VERB ...: has the host judge something; what it answers stands beside the scenario's name.
asked() {
  local answer
  answer=$(host "$@") || fail "$answer"
  note "$answer"
}

# heard SIGNAL CARD [FRAMES PIECES]: five seconds of the signal are in what the card played, bit for
# bit, or so many frames; in one piece, or in no more than so many.
heard() { asked heard "$@"; }

# same SIGNAL FILE [FORMAT CHANNELS]: the same for a file that was recorded in the machine; raw
# samples if a format is given.
same() { asked same "$1" "$(keep "$2")" "${@:3}"; }

# smooth FILE CHANNEL STEP: no sample of a channel (from 0) is further than STEP from the one
# before; full scale is 1.
smooth() { asked smooth "$(keep "$1")" "${@:2}"; }

# undisturbed SIGNAL FILE CHANNEL: whatever was silent meanwhile, each piece of the signal (its first
# channel, over and over) is where it would be had it been played without a break.
undisturbed() { asked undisturbed "$1" "$(keep "$2")" "${@:3}"; }

# keep FILE: puts a file to the results, and prints where.
keep() {
  cp "$1" "$kept/"
  echo "$kept/${1##*/}"
}

# round_trip NAME SIGNAL FORMAT ARGUMENTS: aplay plays a signal through the loop to the host's capture,
# and the host plays NAME.yaml through the loop to arecord: five seconds come back bit for bit.
round_trip() {
  local name=$1 signal=$2 format=$3 far player recorder
  far=$(card loop),DEV=1
  shift 3
  # Over and over: how long the program takes to start is the host's affair.
  local raw
  raw=$(host raw "$signal" "$format")
  cat "$raw" "$raw" "$raw" "$raw" "$raw" "$raw" >there.raw
  arecord -q -D "$far" -t raw -f "$format" -r 48000 -c 2 "$name-back.raw" &
  recorder=$!
  aplay -q -D "$far" -t raw -f "$format" -r 48000 -c 2 there.raw &
  player=$!
  started+=("$recorder" "$player")
  play "$name" --driver alsa --device "$(card loop),DEV=0" --rate 48000 --duration 6 "$@"
  kill "$player" "$recorder"
  wait "$player" "$recorder" || true
  same "$signal" "$name-back.raw" "$format"
}

# events NAME TEXT: how many lines of the log of NAME have the text.
events() { grep -cF -- "$2" "$1.log" || true; }

# within SECONDS COMMAND: repeats the command until it succeeds; fails when it does not in time.
#
# Time may run away while the host is asked for a file: it takes some number of attempts, too.
within() {
  local end=$((${EPOCHREALTIME/./} + $1 * 1000000)) attempts=$(($1 * 10))
  shift
  until "$@"; do
    ((--attempts > 0 || ${EPOCHREALTIME/./} < end)) || return 1
    sleep 0.02
  done
}

# pitch FILE CHANNEL SECONDS HERTZ PPM: the tone in the last seconds of a recording is as high as it
# should be, within so many millionths.
pitch() { asked pitch "$(keep "$1")" "${@:2}"; }
