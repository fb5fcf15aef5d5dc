"""A virtual machine with sound cards: QEMU, its monitor, and a line to the guest."""

import json
import os
import pathlib
import select
import socket
import subprocess
import time

# What QEMU is asked for; each card has an audio backend of its own that records what it plays.
CARDS = {
    "ac97": "AC97,audiodev=ac97",
    "es1370": "ES1370,audiodev=es1370",
    "usb": "usb-audio,audiodev=usb,id=usb,bus=ports.0",
}
# At this rate QEMU converts nothing; the ES1370 has a clock of which 48,000 is no part.
RATES = {"ac97": 48000, "es1370": 44100, "usb": 48000}


class MachineError(Exception):
    """The machine did not do what it was asked; the message is for people."""


class Lines:
    """A Unix socket that is read line by line, with a time-out."""

    def __init__(self, path, deadline):
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(str(path))
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise MachineError(f"QEMU does not answer at {path}") from None
                time.sleep(0.05)
        self.pending = b""

    def read(self, deadline):
        """The next line; None when none came in time, MachineError when there will be no more."""
        while b"\n" not in self.pending:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return None
            data = self.socket.recv(65536)
            if not data:
                raise MachineError("the machine went off")
            self.pending += data
        line, self.pending = self.pending.split(b"\n", 1)
        return line.decode(errors="replace").strip()

    def write(self, line):
        self.socket.sendall(line.encode() + b"\n")


class Machine:
    """One boot of the kernel in `folder`, with recordings and logs in `out`."""

    def __init__(self, folder, lab, out):
        self.out = pathlib.Path(out)
        self.plugs = {}
        deadline = time.monotonic() + 60
        for name in ("monitor", "line"):
            (self.out / name).unlink(missing_ok=True)
        with open(self.out / "qemu.log", "ab") as log:
            self.process = subprocess.Popen(
                self._command(pathlib.Path(folder), lab), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        try:
            self.line = Lines(self.out / "line", deadline)
            self.monitor = Lines(self.out / "monitor", deadline)
            self.ask("qmp_capabilities")
        except MachineError:
            self.end()
            raise

    def _command(self, folder, lab):
        version = next((folder / "kernel/lib/modules").iterdir()).name
        command = [
            "qemu-system-x86_64", "-machine", "q35", "-cpu", "max", "-m", "1536",
            # The guest's time goes by what it executes and by its timers: a host that stands still
            # or is slow costs no period, and waiting costs no time.
            "-accel", "tcg", "-smp", "1", "-icount", "shift=0,sleep=off",
            "-nodefaults", "-nographic", "-no-reboot",
            "-kernel", folder / f"kernel/boot/vmlinuz-{version}", "-initrd", folder / "initramfs",
            "-append", f"console=ttyS0 quiet panic=-1 mitigations=off lab={lab} out={self.out} "
            + " ".join(f"{name}={value}" for name, value in os.environ.items()
                       if name.startswith("LAB_")),
            "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
            "-virtfs", f"local,path={self.out},mount_tag=out,security_model=none",
            "-serial", f"file:{self.out}/console.log",
            "-serial", f"unix:{self.out}/line,server=on,wait=off",
            "-qmp", f"unix:{self.out}/monitor,server=on,wait=off",
            "-device", "qemu-xhci,id=ports",
        ]
        for card, device in CARDS.items():
            # The shortest period of the backend: the usual 10 ms starve short buffers.
            command += ["-audiodev",
                        f"wav,id={card},path={self.out}/{card}.wav,timer-period=1000,"
                        f"out.frequency={RATES[card]}", "-device", device]
        return [str(word) for word in command]

    def ask(self, command, **arguments):
        """Performs a command of QEMU's monitor; returns its answer."""
        self.monitor.write(json.dumps({"execute": command, "arguments": arguments}))
        deadline = time.monotonic() + 60
        while (line := self.monitor.read(deadline)) is not None:
            message = json.loads(line)
            if "return" in message:
                return message["return"]
            if "error" in message:
                raise MachineError(message["error"]["desc"])
        raise MachineError(f"QEMU does not answer {command}")

    def unplug(self, card):
        """Pulls a card; what it recorded is kept as CARD.1.wav and so on."""
        self.ask("device_del", id=card)
        self.wait_for("DEVICE_DELETED")
        self.plugs[card] = self.plugs.get(card, 0) + 1
        os.replace(self.out / f"{card}.wav", self.out / f"{card}.{self.plugs[card]}.wav")

    def replug(self, card):
        """Puts a card back; it records into a new file."""
        words = dict(word.split("=") for word in CARDS[card].split(",")[1:])
        self.ask("device_add", driver=CARDS[card].split(",")[0], **words)

    def wait_for(self, event):
        deadline = time.monotonic() + 60
        while (line := self.monitor.read(deadline)) is not None:
            if json.loads(line).get("event") == event:
                return
        raise MachineError(f"QEMU did not say {event}")

    def end(self):
        """Switches the machine off, whatever it does."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
