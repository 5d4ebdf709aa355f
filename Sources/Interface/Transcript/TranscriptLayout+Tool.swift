internal import Model
internal import Screen

extension TranscriptLayout {
  mutating func layTool(_ run: ToolRun) {
    let indent = String(repeating: "  ", count: run.depth)
    let figures = ToolFigures(run)
    let fold = isUnfolded ? "▾" : "▸"
    let sign = run.isError ? "✗" : fold
    let name = run.call.name.isEmpty ? "tool" : UntrustedText.cleanLine(run.call.name)
    var row = StyledLine([
      StyledRun("\(indent)\(sign) ", run.isError ? .noticeError : run.status == nil ? .stateRunning : .textDim), StyledRun(name, .toolName),
      StyledRun("  " + UntrustedText.cleanLine(run.call.title), .text),
    ])
    if let change = figures.change {
      if change.added > 0 || change.removed == 0 { row.trailing.append(StyledRun("+\(change.added)", .diffAdded)) }
      if change.removed > 0 { row.trailing.append(StyledRun((row.trailing.isEmpty ? "" : " ") + "−\(change.removed)", .diffRemoved)) }
    }
    if let remark = figures.remark {
      row.trailing.append(StyledRun((row.trailing.isEmpty ? "" : " ") + remark, run.isError ? .noticeError : .textDim))
    }
    addRow(row)
    guard isUnfolded else { return }
    layInput(run.call, indent: run.depth * 2 + 2)
    let output = run.output.text
    if output.isEmpty {
      if run.status != nil { add("(no output)", .textDim, indent: run.depth * 2 + 2) }
    } else {
      layLong(UntrustedText.clean(output), .toolOutput, indent: run.depth * 2 + 2)
      if run.output.received > output.utf8.count { add("… cut after \(output.utf8.count) bytes", .textDim, indent: run.depth * 2 + 2) }
    }
    if let code = run.exitCode { add("exit code \(code)", code == 0 ? .textDim : .noticeError, indent: run.depth * 2 + 2) }
  }

  private mutating func layInput(_ call: ToolCall, indent: Int) {
    let input = ToolInput(call.input)
    if input.fields.isEmpty {
      if !call.input.isEmpty, call.input != "{}" { layLong(UntrustedText.clean(call.input), .text, indent: indent) }
      return
    }
    for field in input.fields {
      let name = UntrustedText.cleanLine(field.name)
      let value = UntrustedText.clean(field.value)
      switch field.name {
      case "old_string", "old_str", "oldText", "old_text": layLong(value, .diffRemoved, indent: indent, sign: "- ")
      case "new_string", "new_str", "newText", "new_text": layLong(value, .diffAdded, indent: indent, sign: "+ ")
      default:
        if value.utf8.contains(0x0A) {
          add(StyledLine("\(name):", .textDim), indent: indent)
          layLong(value, .text, indent: indent + 2)
        } else {
          add(StyledLine([StyledRun("\(name): ", .textDim), StyledRun(value)]), hanging: 2, indent: indent)
        }
      }
    }
  }

  /// Many lines: the first and the last of them. The text has been cleaned.
  private mutating func layLong(_ text: String, _ role: Role, indent: Int, sign: String = "") {
    var rows = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if rows.last?.isEmpty == true { rows.removeLast() }
    func lay(_ row: Substring.UTF8View) {
      add(StyledLine(sign + String(Substring(row)), role), hanging: sign.isEmpty ? 0 : 2, indent: indent)
    }
    guard rows.count > Self.longestOutput else {
      for row in rows { lay(Substring(row).utf8) }
      return
    }
    for row in rows.prefix(Self.longestOutput / 2) { lay(Substring(row).utf8) }
    add("… \(rows.count - Self.longestOutput) lines left out …", .textDim, indent: indent)
    for row in rows.suffix(Self.longestOutput / 2) { lay(Substring(row).utf8) }
  }
}
