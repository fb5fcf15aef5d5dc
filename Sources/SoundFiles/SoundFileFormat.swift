internal import CSndFile
internal import Foundation

/// How one sample is stored in a file.
public enum SampleFormat: String, Sendable, CaseIterable, Codable {
  case pcm16
  case pcm24
  case float

  /// Bits of an integer sample; nil for float.
  var integerBits: Int32? {
    switch self {
    case .pcm16: 16
    case .pcm24: 24
    case .float: nil
    }
  }

  fileprivate var code: Int32 {
    switch self {
    case .pcm16: Int32(SF_FORMAT_PCM_16)
    case .pcm24: Int32(SF_FORMAT_PCM_24)
    case .float: Int32(SF_FORMAT_FLOAT)
    }
  }
}

/// The kinds of file that can be written, told apart by their extension.
public enum SoundFileContainer: String, Sendable, CaseIterable {
  case wav
  case flac
  case w64
  case aiff

  /// The container a path's extension stands for, nil when it is none of them.
  ///
  /// - Thread: any
  public init?(path: String) {
    let name = URL(fileURLWithPath: path).pathExtension.lowercased()
    self.init(rawValue: name == "aif" ? "aiff" : name)
  }

  /// The sample format used when none is asked for.
  public var defaultSampleFormat: SampleFormat { self == .flac ? .pcm24 : .float }

  /// Whether the container can hold samples of `format`.
  public func supports(_ format: SampleFormat) -> Bool { self != .flac || format != .float }

  /// libsndfile's number for this container with samples of `format`.
  func code(_ format: SampleFormat) -> Int32 {
    let container =
      switch self {
      case .wav: SF_FORMAT_WAV
      case .flac: SF_FORMAT_FLAC
      case .w64: SF_FORMAT_W64
      case .aiff: SF_FORMAT_AIFF
      }
    return Int32(container) | format.code
  }
}
