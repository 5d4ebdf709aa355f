package import Wire

/// What the loop around the interface does on its behalf. In order.
package enum Effect: Hashable, Sendable {
  /// Send a request to the service; its reply comes back as `.reply` with the same number.
  case request(id: Int, Request)
  /// Open `$EDITOR` with this text; what was saved comes back as `.edited`.
  case openEditor(String)
  /// Put the text on the terminal's clipboard (OSC 52).
  case copy(String)
  /// Ring the bell.
  case bell
  /// Tell the operator through the terminal's notifications and its bell, as the configuration says; cleaned of control characters.
  case notify(String)
  /// Set the window's title; cleaned of control characters.
  case setTitle(String)
  /// Stop the process as Ctrl-Z does.
  case suspend
  /// End the interface; tasks go on.
  case quit
  /// Do this with an attached program.
  case attachment(AttachmentID, AttachmentOrder)
  /// Paint the whole screen anew.
  case redraw
  /// Use this theme from now on.
  case setTheme(String)
  /// Read the theme in use again; comes back as `.themeRead`.
  case readTheme(String)
  /// Read the configuration again; comes back as `.configured`.
  case readConfiguration
}
