internal import Screen

extension InterfaceState {
  /// The contexts of the next key, the most specific first.
  package var contexts: [KeyContext] {
    if let modal = modals.last {
      switch modal {
      case .composer: return [.composer, .typing]
      case .menu: return [.menu, .typing]
      case .page(let page):
        if case .archive = page.kind { return [.archive, .typing] }
        if case .issues(let issues) = page.kind { return issues.field == nil ? [.issues, .moving] : [.issueFields, .typing] }
        if case .conflicts = page.kind { return [.conflicts, .page, .moving] }
        return page.isFiltering ? [.filter, .typing] : [.page, .moving]
      case .terminal(let id): return attachment(id)?.looking == nil ? [.terminal] : [.lookingBack, .moving]
      case .dialog(let dialog):
        if dialog.buffer == nil { return [.dialog, .moving] }
        return dialog.isInLines ? [.composer, .field, .typing] : [.field, .typing]
      case .intake(let intake):
        if case .writing = intake.stage { return [.composer, .typing] }
        return intake.edit == nil ? [.sheet, .moving] : [.field, .typing]
      }
    }
    if paneSearch != nil { return [.filter, .typing] }
    switch focus {
    case .list: return list.isFiltering ? [.filter, .typing] : [.list, .moving, .everywhere]
    case .transcript:
      return RequestsUpdate.focused(self) != nil ? [.request, .transcript, .moving, .everywhere] : [.transcript, .moving, .everywhere]
    case .diff: return [.diff, .moving, .everywhere]
    }
  }

  /// The text being typed, if a field has the focus.
  package internal(set) var typed: TextBuffer? {
    get {
      guard let modal = modals.last else { return paneSearch ?? (focus == .list && list.isFiltering ? list.filter : nil) }
      switch modal {
      case .composer(let composer): return composer.buffer
      case .menu(let menu): return menu.query
      case .dialog(let dialog): return dialog.buffer
      case .intake(let intake):
        if case .writing(let buffer) = intake.stage { return buffer }
        return intake.edit?.buffer
      case .page(let page):
        if case .archive(let archive) = page.kind { return archive.query }
        if case .issues(let issues) = page.kind { return issues.typed }
        return page.isFiltering ? page.filter : nil
      case .terminal: return nil
      }
    }
    set {
      guard let newValue else { return }
      guard let modal = modals.last else {
        if paneSearch != nil { paneSearch = newValue } else if list.isFiltering { list.filter = newValue }
        return
      }
      switch modal {
      case .composer(var composer):
        composer.buffer = newValue
        replaceModal(.composer(composer))
      case .menu(var menu):
        menu.query = newValue
        menu.cursor = 0
        replaceModal(.menu(menu))
      case .dialog(var dialog):
        dialog.buffer = newValue
        replaceModal(.dialog(dialog))
      case .intake(var intake):
        if case .writing = intake.stage { intake.stage = .writing(newValue) } else { intake.edit?.buffer = newValue }
        replaceModal(.intake(intake))
      case .page(var page):
        if case .archive(var archive) = page.kind {
          archive.query = newValue
          archive.cursor = 0
          replaceModal(.page(PageState(.archive(archive))))
        } else if case .issues(var issues) = page.kind {
          issues.typed = newValue
          replaceModal(.page(PageState(.issues(issues))))
        } else {
          page.filter = newValue
          page.row = 0
          replaceModal(.page(page))
        }
      case .terminal: break
      }
    }
  }

  /// Whether the field being typed in takes several lines.
  package var typesLines: Bool { contexts.first == .composer }

  /// Puts another value in the place of what lies on top.
  mutating func replaceModal(_ modal: Modal) {
    guard !modals.isEmpty else { return }
    modals[modals.count - 1] = modal
  }

  /// The layout of the panes now.
  package var layout: WorkspaceLayout { WorkspaceLayout(size: size, focus: focus, beside: beside, isZoomed: isZoomed, shares: shares) }

  /// The rows of tasks that the list shows at once.
  package var listHeight: Int {
    max(1, layout.height(of: .list) - (list.isFiltering || !list.filter.isEmpty ? 1 : 0))
  }
}
