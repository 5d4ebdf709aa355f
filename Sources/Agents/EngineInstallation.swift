/// The documented way to install an engine, which `carrel engines install` shows, asks about and runs.
package struct EngineInstallation: Hashable, Sendable {
  /// Program and arguments; nothing is read by a shell unless the program is one.
  package var command: [String]
  /// Where the engine's own project documents it.
  package var documentation: String

  /// A way to install.
  package init(_ command: [String], documentation: String) {
    self.command = command
    self.documentation = documentation
  }
}
