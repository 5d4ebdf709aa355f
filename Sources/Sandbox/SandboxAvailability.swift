/// Whether isolated sandboxes work on this machine, found out by making one.
package struct SandboxAvailability: Hashable, Sendable {
  /// Whether they do.
  package var isAvailable: Bool
  /// What else works; for `SandboxLauncher`.
  package var features: SandboxFeatures
  /// One sentence for the operator: what works, or why not and what can be done.
  package var text: String

  /// An availability.
  package init(isAvailable: Bool, features: SandboxFeatures = SandboxFeatures(), text: String) {
    self.isAvailable = isAvailable
    self.features = features
    self.text = text
  }
}
