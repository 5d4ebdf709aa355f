package import Model

/// What the interface takes from the configuration when it is saved.
package struct InterfaceConfiguration: Hashable, Sendable {
  /// The keys; nil: the file has errors, and the keys stay.
  package var keymap: Keymap?
  /// What it says, and where.
  package var settings: [SettingRow]
  /// In which way tasks are published when nobody says.
  package var publication: UsualPublication
  /// What is wrong in it, one sentence each, the keys' problems left out.
  package var problems: [String]

  /// What was read.
  package init(keymap: Keymap?, settings: [SettingRow], publication: UsualPublication = UsualPublication(), problems: [String]) {
    self.keymap = keymap
    self.settings = settings
    self.publication = publication
    self.problems = problems
  }
}
