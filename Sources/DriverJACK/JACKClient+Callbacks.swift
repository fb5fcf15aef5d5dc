// Control side.
import CJACK
import CRealtime
import Drivers
import Synchronization
import WorkQueues

extension JACKClient {
  /// Has JACK call the client; false when it refuses.
  func install() -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    jack_on_shutdown(handle, { JACKClient.at($0)?.notes.noteLoss(.serverGone) }, context)
    return installLatency(context) && installNotes(context) && installThread(context)
  }

  static func at(_ context: UnsafeMutableRawPointer?) -> JACKClient? {
    context.map { Unmanaged<JACKClient>.fromOpaque($0).takeUnretainedValue() }
  }

  private func installNotes(_ context: UnsafeMutableRawPointer) -> Bool {
    let xrun: JackXRunCallback = { context in
      JACKClient.at(context)?.notes.noteXrun()
      return 0
    }
    let rate: JackSampleRateCallback = { rate, context in
      guard let notes = JACKClient.at(context)?.notes else { return 0 }
      if Int(rate) != notes.format.rate { notes.noteLoss(.rateChanged) }
      return 0
    }
    let size: JackBufferSizeCallback = { frames, context in
      JACKClient.at(context)?.notes.periodFrames.store(Int(frames), ordering: .relaxed)
      return 0
    }
    return jack_set_xrun_callback(handle, xrun, context) == 0
      && jack_set_sample_rate_callback(handle, rate, context) == 0
      && jack_set_buffer_size_callback(handle, size, context) == 0
      && jack_set_port_connect_callback(
        handle, { _, _, _, context in JACKClient.at(context)?.notes.notePorts() }, context) == 0
      && jack_set_port_registration_callback(
        handle,
        { port, isNew, context in
          guard let client = JACKClient.at(context) else { return }
          client.notes.notePorts(appeared: isNew == 0 ? nil : client.portName(port))
        }, context) == 0
  }

  private func portName(_ number: jack_port_id_t) -> String? {
    guard let port = jack_port_by_id(handle, number) else { return nil }
    return jack_port_name(port).map { String(cString: $0) }
  }

  private func installThread(_ context: UnsafeMutableRawPointer) -> Bool {
    let thread: JackThreadCallback = { context in
      guard let relay = JACKClient.guest(context) else { return nil }
      jack_allow_cancel(false)
      let denormals = rt_denormals_flush()
      relay.run()
      rt_denormals_restore(denormals)
      jack_allow_cancel(true)
      return nil
    }
    let freewheel: JackFreewheelCallback = { isStarting, context in
      guard let client = JACKClient.at(context) else { return }
      client.notes.isFreewheeling.store(isStarting != 0, ordering: .relaxed)
      client.cycle.pointee.relay?.setUnhurried(isStarting != 0)
    }
    return jack_set_freewheel_callback(handle, freewheel, context) == 0
      && jack_set_process_thread(handle, thread, context) == 0
  }

  /// Without a reference: JACK's thread is cancelled, and would never give it back.
  private static func guest(_ context: UnsafeMutableRawPointer?) -> GuestRelay? {
    context.flatMap {
      Unmanaged<JACKClient>.fromOpaque($0)._withUnsafeGuaranteedRef { $0.cycle.pointee.relay }
    }
  }
}
