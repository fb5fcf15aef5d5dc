import PluginCheck
import Plugins

extension PluginsListReport {
  /// One plugin.
  struct Entry: Encodable {
    /// As a session names it.
    let identifier: String
    let name: String
    let author: String
    let category: String
    let format: PluginFormat
    let library: String
    let inputs: Int
    let outputs: Int
    let parameters: Int
    let isHosted: Bool
    let missingFeatures: [String]
    /// What the last check and the last audit said; nil when there was none of it as it is now.
    let check: CheckVerdict?
    let audit: CheckVerdict?

    init(_ descriptor: PluginDescriptor, _ verdicts: CheckVerdicts) {
      identifier = PluginReference(descriptor).description
      name = descriptor.name
      author = descriptor.author
      category = descriptor.category
      format = descriptor.format
      library = descriptor.library
      inputs = descriptor.inputs.count
      outputs = descriptor.outputs.count
      parameters = descriptor.parameters.count
      isHosted = descriptor.missingFeatures.isEmpty
      missingFeatures = descriptor.missingFeatures
      check = verdicts.checks[identifier]
      audit = verdicts.audits[identifier]
    }

    private enum CodingKeys: String, CodingKey {
      case identifier
      case name
      case author
      case category = "class"
      case format
      case library
      case inputs
      case outputs
      case parameters
      case isHosted
      case missingFeatures
      case check
      case audit
    }

    var cells: [String] { [name, category, "\(inputs)", "\(outputs)"] }

    /// Why it cannot be hosted; nil when it can.
    var refusal: String? {
      isHosted ? nil : "cannot be hosted: needs \(FeatureName.list(missingFeatures))"
    }

    /// What the list is sorted by.
    var order: (String, String) { (name.lowercased(), identifier) }

    /// Whether some text of it contains `text`, which is in lower case.
    func contains(_ text: String) -> Bool {
      [name, category, author, identifier].contains { $0.lowercased().contains(text) }
    }
  }
}
