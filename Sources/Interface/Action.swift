package import Model
package import Screen
package import Wire

/// Everything that can happen to the interface, one after the other.
package enum Action: Hashable, Sendable {
  /// The terminal said something.
  case terminal(TerminalEvent)
  /// The service said something to everyone.
  case notice(Notice)
  /// The service answered the request of that number.
  case reply(Int, Reply)
  /// Attached: everything as it is now.
  case connected(Snapshot)
  /// The service cannot be reached, or went away; the reason.
  case disconnected(String)
  /// The time, for ages: at most once a minute.
  case tick(now: Timestamp)
  /// Something of an attached program.
  case attachment(AttachmentID, AttachmentNews)
  /// The editor was closed with this text; nil: it failed or nothing was saved.
  case edited(String?)

  // Files that the operator edits beside the screen.

  /// A file that is in use was saved.
  case saved(SavedFile)
  /// A theme was read: its name, what its file says about it, what is wrong in it, and whether it was read again because it was saved. A file that could
  /// not be used at all leaves the theme as it was.
  case themeRead(name: String, about: String, warnings: [String], again: Bool)
  /// The configuration was read again.
  case configured(InterfaceConfiguration)
}
