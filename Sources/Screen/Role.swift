/// What a piece of text is, for themes: each falls back to the left at its dots (`diff.added.word` → `diff.added` → `text`). The raw value is the name in
/// theme files; `letter` stands for it in golden canvases.
package enum Role: String, Hashable, Sendable, CaseIterable {
  case text
  case textDim = "text.dim"
  case textStrong = "text.strong"
  case textLink = "text.link"
  case textMatch = "text.match"
  case border
  case borderFocused = "border.focused"
  case title
  case titleFocused = "title.focused"
  case statusBar = "status"
  case statusKey = "status.key"
  case statusWarning = "status.warning"
  case selection
  case selectionFocused = "selection.focused"
  case mark
  case section
  case stateQueued = "state.queued"
  case stateRunning = "state.running"
  case stateWaiting = "state.waiting"
  case stateReview = "state.review"
  case stateDone = "state.done"
  case stateFailed = "state.failed"
  case stateStopped = "state.stopped"
  case noticeInfo = "notice.info"
  case noticeWarning = "notice.warning"
  case noticeError = "notice.error"
  case toolName = "tool.name"
  case toolOutput = "tool.output"
  case thinking
  case prompt
  case request
  case requestKey = "request.key"
  case diffAdded = "diff.added"
  case diffAddedWord = "diff.added.word"
  case diffRemoved = "diff.removed"
  case diffRemovedWord = "diff.removed.word"
  case diffHunk = "diff.hunk"
  case diffContext = "diff.context"
  case diffNumber = "diff.number"
  case diffFile = "diff.file"
  case markdownHeading = "markdown.heading"
  case markdownCode = "markdown.code"
  case markdownQuote = "markdown.quote"
  case markdownBullet = "markdown.bullet"
  case syntaxKeyword = "syntax.keyword"
  case syntaxString = "syntax.string"
  case syntaxComment = "syntax.comment"
  case syntaxNumber = "syntax.number"
  case syntaxType = "syntax.type"
  case risky
  case dialog
  case dialogTitle = "dialog.title"
  case dialogButton = "dialog.button"
  case field
  case fieldFocused = "field.focused"
}
