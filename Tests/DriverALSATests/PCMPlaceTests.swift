import Testing

@testable import DriverALSA

@Suite("PCMPlace") struct PCMPlaceTests {
  private let cards = [
    ALSACard(number: 0, id: "PCH", name: "HDA"), ALSACard(number: 3, id: "USB", name: "Scarlett"),
  ]

  @Test(arguments: [
    ("hw:0", PCMPlace(card: 0, device: 0)), ("hw:3,1", PCMPlace(card: 3, device: 1)),
    ("hw:CARD=USB", PCMPlace(card: 3, device: 0)), ("plughw:PCH,2", PCMPlace(card: 0, device: 2)),
    ("hw:CARD=USB,DEV=1", PCMPlace(card: 3, device: 1)), ("default", PCMPlace()),
    ("sysdefault:CARD=PCH", PCMPlace(card: 0)), ("surround51:PCH", PCMPlace(card: 0)),
  ])
  func standsBehindAName(name: String, place: PCMPlace) {
    #expect(PCMPlace(pcm: name, among: cards) == place)
  }

  @Test(arguments: ["jack", "null", "", "hw:7", "hw:CARD=Gone", "file:FILE=hw:0"])
  func isNotBehindOthers(name: String) {
    #expect(PCMPlace(pcm: name, among: cards) == nil)
  }

  @Test func coversItsOwnFolders() {
    let folders = ["pcm0p", "pcm0c", "pcm1p", "pcm12c", "info", "pcm", "pcmxp", "pcm0x"]
    #expect(folders.filter(PCMPlace().covers(folder:)) == ["pcm0p", "pcm0c", "pcm1p", "pcm12c"])
    #expect(folders.filter(PCMPlace(device: 0).covers(folder:)) == ["pcm0p", "pcm0c"])
    #expect(
      folders.filter(PCMPlace(direction: .capture).covers(folder:)) == ["pcm0c", "pcm12c"])
  }

  @Test func coversItsOwnNodes() {
    let nodes = ["pcmC0D0p", "pcmC0D0c", "pcmC3D1p", "controlC0", "pcmC0", "pcmCxD0p", "pcmC0Dp"]
    #expect(nodes.filter(PCMPlace().covers(node:)) == ["pcmC0D0p", "pcmC0D0c", "pcmC3D1p"])
    #expect(nodes.filter(PCMPlace(card: 3).covers(node:)) == ["pcmC3D1p"])
    #expect(
      nodes.filter(PCMPlace(card: 0, direction: .playback).covers(node:)) == ["pcmC0D0p"])
  }
}
