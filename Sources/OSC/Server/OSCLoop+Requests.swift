import Control

extension OSCLoop {
  /// Does what a datagram asks for.
  func take(_ bytes: ArraySlice<UInt8>, from source: UDPAddress) {
    subscribers.hear(source)
    do throws(OSCRequest.Refusal) {
      let packet = try read(bytes)
      let time = packet.time.flatMap { $0.secondsFromNow > 0 ? $0 : nil }
      // Any frame: that the commands may have one is checked before the host is asked for its time.
      guard
        case .command(let command, let address) = try OSCRequest.parse(
          packet, atFrame: time.map { _ in 0 })
      else { return }
      try perform(command, at: time, for: OSCAsker(source: source, address: address))
    } catch {
      answer(OSCNotice.error(error.address, error.error), to: source)
    }
  }

  private func read(_ bytes: ArraySlice<UInt8>) throws(OSCRequest.Refusal) -> OSCPacket {
    do throws(ControlError) {
      return try OSCPacket(parsing: bytes)
    } catch {
      throw OSCRequest.Refusal(address: "", error: error)
    }
  }

  private func perform(
    _ command: ControlCommand, at time: OSCTime?, for asker: OSCAsker
  ) throws(OSCRequest.Refusal) {
    switch command {
    case .subscribe(let wanted):
      guard subscribers.add(wanted, for: asker.source) else {
        let busy = ControlError(
          .busy, "\(OSCSubscribers.limit) others are told already, which is all it serves")
        throw OSCRequest.Refusal(address: asker.address, error: busy)
      }
      inbox.want(subscribers.topics)
      answer(OSCNotice.ok(asker.address), to: asker.source)
    case .unsubscribe(let topics):
      subscribers.remove(topics, of: asker.source)
      answer(OSCNotice.ok(asker.address), to: asker.source)
    case .host(.edit(let edits, _)):
      guard let time else { return ask(.edit(edits), for: asker) }
      var asker = asker
      asker.waiting = (edits, time)
      ask(.state([.transport]), for: asker)
    case .host(let command): ask(command, for: asker)
    }
  }

  /// Answers, or goes on with edits that waited for the host's time.
  func finish(_ reply: OSCInbox.Reply) {
    let asker = reply.asker
    switch (reply.result, asker.waiting) {
    case (.failure(let error), _):
      answer(OSCNotice.error(asker.address, error), to: asker.source)
    case (.success(let state), let (edits, time)?):
      guard let frame = time.frame(state) else {
        let error = ControlError(
          .unsupported, "this host does not tell its frame time, or not for that time tag")
        return answer(OSCNotice.error(asker.address, error), to: asker.source)
      }
      ask(.edit(edits, atFrame: frame), for: OSCAsker(source: asker.source, address: asker.address))
    case (.success, nil): answer(OSCNotice.ok(asker.address), to: asker.source)
    }
  }
}

extension OSCTime {
  /// The host's frame at that time, from what it says of the transport; nil when it does not say.
  fileprivate func frame(_ state: JSONValue) -> Int64? {
    guard case .integer(let now)? = state["transport"]?["hostFrame"],
      case .integer(let rate)? = state["transport"]?["rate"]
    else { return nil }
    let frame = Double(now) + max(0, secondsFromNow) * Double(rate)
    return Int64(exactly: frame.rounded())
  }
}
