import Glibc

extension ServerLoop {
  /// Lets clients in, at most so many in a turn.
  func acceptClients() {
    for _ in 0..<64 {
      let number = accept(listener.descriptor.number, nil, nil)
      if number >= 0 {
        let descriptor = Descriptor(number)
        descriptor.neverBlock()
        guard descriptor.hasTrustedPeer else { continue }
        clientele.admit { ClientConnection($0, descriptor) }
      } else if errno == EMFILE || errno == ENFILE {
        return turnAway()
      } else if errno != ECONNABORTED && errno != EINTR {
        return
      }
    }
  }

  /// Closes the connection that waits first; without that it would wake the server without end.
  private func turnAway() {
    reserve = nil
    let number = accept(listener.descriptor.number, nil, nil)
    if number >= 0 { close(number) }
  }
}
