import CALSA
import Drivers
import Glibc
import Testing

@testable import DriverALSA

@Suite("PCMHolder") struct PCMHolderTests {
  @Test func namesTheProgramOfTheThreadThatOpenedIt() throws {
    try Self.withHolders { tree in
      #expect(
        PCMHolder.all(of: "hw:0", in: tree.files).map(\.description) == ["pipewire (pid 812)"])
      #expect(PCMHolder.all(of: "hw:CARD=USB", in: tree.files).map(\.process) == ["jackd"])
      // All cards, each program once.
      #expect(
        PCMHolder.all(of: "default", in: tree.files).map(\.process) == ["pipewire", "jackd"])
      #expect(PCMHolder.all(of: "hw:2", in: tree.files) == [])
      #expect(PCMHolder.all(of: "jack", in: tree.files) == [])
    }
  }

  @Test func tellsOfOneDirection() throws {
    try Self.withHolders { tree in
      let capture = PCMPlace(card: 1, device: 0, direction: .capture)
      #expect(PCMHolder.all(of: capture, in: tree.files) == [])
      let playback = PCMPlace(card: 1, device: 0, direction: .playback)
      #expect(PCMHolder.all(of: playback, in: tree.files).map(\.processID) == [950])
    }
  }

  @Test func looksThroughOpenFilesWhereTheKernelDoesNotTell() throws {
    try KernelTree.withThreeCards { tree in
      try tree.write("proc/77/comm", "bash\n")
      try tree.link("proc/77/fd/0", to: "dev/null")
      try tree.write("proc/78/comm", "aplay\n")
      try tree.link("proc/78/fd/0", to: "dev/null")
      try tree.link("proc/78/fd/4", to: "dev/snd/pcmC1D0p")
      try tree.link("proc/78/fd/5", to: "dev/snd/controlC1")
      #expect(
        PCMHolder.all(of: "hw:1", in: tree.files).map(\.description) == ["aplay (pid 78)"])
      #expect(PCMHolder.all(of: "hw:0", in: tree.files) == [])
    }
  }

  @Test func leavesOutWhoHasEnded() throws {
    try KernelTree.withThreeCards { tree in
      try tree.write("proc/asound/card0/pcm0p/sub0/status", "state: RUNNING\nowner_pid   : 99\n")
      #expect(PCMHolder.all(of: "hw:0", in: tree.files) == [])
    }
  }

  @Test func isNamedByErrors() throws {
    try Self.withHolders { tree in
      let error = ALSALibrary.error(-EBUSY, "opening", "hw:0", nil, files: tree.files)
      #expect(error.code == .busy)
      #expect(
        error.message
          == "hw:0 is used by pipewire (pid 812): stop that, or use --driver jack "
          + "(Device or resource busy)")
    }
  }

  private static func withHolders(_ body: (KernelTree) throws -> Void) throws {
    try KernelTree.withThreeCards { tree in
      let running = "state: RUNNING\nowner_pid   : "
      try tree.write("proc/asound/card0/pcm0p/sub0/status", "\(running)815\ntrigger_time: 1.2\n")
      try tree.write("proc/asound/card0/pcm0c/sub0/status", "\(running)812\n")
      try tree.write("proc/asound/card0/pcm0c/info", "card: 0\n")
      try tree.write("proc/asound/card1/pcm0p/sub0/status", "closed\n")
      try tree.write("proc/asound/card1/pcm0p/sub1/status", "\(running)950\n")
      try tree.write("proc/asound/card1/pcm0c/sub0/status", "closed\n")
      try tree.write("proc/812/comm", "pipewire\n")
      try tree.write("proc/815/status", "Name:\tdata-loop.0\nTgid:\t812\nPid:\t815\n")
      try tree.write("proc/815/comm", "data-loop.0\n")
      try tree.write("proc/950/comm", "jackd\n")
      try body(tree)
    }
  }
}
