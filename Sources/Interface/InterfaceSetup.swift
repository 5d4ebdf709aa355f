package import Model
package import Screen

/// What the interface is told at its start.
package struct InterfaceSetup: Sendable {
  /// The terminal's size.
  package var size: Size
  /// The time.
  package var now: Timestamp
  /// A word beside the program's name, such as the host.
  package var place: String
  /// The operator's name, for messages and answers.
  package var author: String
  /// The current directory, absolute: the repository of pasted tickets unless they say otherwise.
  package var directory: String
  /// The keys.
  package var keymap: Keymap
  /// The names of the themes that can be chosen.
  package var themes: [String]
  /// The theme in use.
  package var theme: String
  /// What the configuration says, and where.
  package var settings: [SettingRow] = []
  /// In which way tasks are published when nobody says.
  package var publication = UsualPublication()
  /// What the operator had seen when they last detached.
  package var seen: SeenMark?

  /// A setup.
  package init(
    size: Size, now: Timestamp, place: String = "", author: String, directory: String, keymap: Keymap = Keymap(),
    themes: [String] = ["terminal"],
    theme: String = "terminal", seen: SeenMark? = nil, settings: [SettingRow] = []
  ) {
    self.size = size
    self.now = now
    self.place = place
    self.author = author
    self.directory = directory
    self.keymap = keymap
    self.themes = themes
    self.theme = theme
    self.seen = seen
    self.settings = settings
  }
}
