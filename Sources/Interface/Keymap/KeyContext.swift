/// Where a key is typed; each has one table of bindings. The most specific context that knows the key wins.
package enum KeyContext: String, Hashable, Sendable, CaseIterable {
  /// Everywhere but while typing.
  case everywhere
  /// Moving about in whatever shows rows.
  case moving
  /// The task list.
  case list
  /// The list's filter line.
  case filter
  /// A request, when its row has the focus.
  case request
  /// The transcript pane.
  case transcript
  /// The diff pane.
  case diff
  /// The composer, and every field of several lines.
  case composer
  /// A field of one line in a dialog or a cell of the sheet.
  case field
  /// Editing text, in every field.
  case typing
  /// A dialog's buttons.
  case dialog
  /// The intake sheet.
  case sheet
  /// The palette and the help, while their query is typed.
  case menu
  /// A full page.
  case page
  /// The archive page, while its query is typed.
  case archive

  /// The rows of the issues page.
  case issues
  /// The fields of the issues page, while one is typed in.
  case issueFields = "issue-fields"
  /// The page of tasks that are in each other's way.
  case conflicts

  /// A program in a terminal pane: what is not in this table goes to the program.
  case terminal
  /// Looking back at what a terminal pane has scrolled away.
  case lookingBack = "looking-back"

  /// The heading in help pages.
  package var title: String {
    switch self {
    case .everywhere: "Everywhere but while typing"
    case .moving: "Moving"
    case .list: "Task list"
    case .filter: "Filter line"
    case .request: "A request, when it has the focus"
    case .transcript: "Transcript"
    case .diff: "Diff"
    case .composer: "Composer"
    case .field: "Field"
    case .typing: "Editing text"
    case .dialog: "Dialogs"
    case .sheet: "Intake sheet"
    case .menu: "Palette and help"
    case .page: "Pages"
    case .terminal: "A program in a terminal pane"
    case .lookingBack: "Looking back in a terminal pane"
    case .archive: "Archive"
    case .issues: "Issues"
    case .issueFields: "Fields of the issues page"
    case .conflicts: "Conflicts"
    }
  }

  /// Whether letters are typed there.
  package var isTyping: Bool {
    switch self {
    case .filter, .composer, .field, .typing, .menu, .terminal, .archive, .issueFields: true
    default: false
    }
  }

  /// The contexts whose keys hold there too, unless its own table knows them (`InterfaceState.contexts`).
  var below: [KeyContext] {
    switch self {
    case .list, .transcript, .diff: [.moving, .everywhere]
    case .request: [.transcript, .moving, .everywhere]
    case .page, .sheet, .dialog, .issues: [.moving]
    case .filter, .composer, .field, .menu, .archive, .issueFields: [.typing]
    case .conflicts: [.page, .moving]
    case .lookingBack: [.moving]
    case .everywhere, .moving, .typing, .terminal: []
    }
  }
}
