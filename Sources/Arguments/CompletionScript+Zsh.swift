extension CompletionScript {
  /// The script for zsh (zshcompsys(1), `_arguments`).
  static func zsh() -> String {
    var lines = [
      "#compdef carrel", "# zsh completion for carrel; made by `carrel completions zsh`", "_carrel_ask() {",
      "  local -a found", "  found=(${(f)\"$(carrel complete $1 2>/dev/null | sed -e 's/:/\\\\:/g' -e 's/\\t/:/')\"})",
      "  _describe $1 found", "}",
      "_carrel_commands() {", "  local -a found", "  found=(",
    ]
    lines += CommandTable.shown.map { "    " + quoted($0.name + ":" + $0.summary) }
    lines += [
      "  )", "  _describe command found", "}", "_carrel() {", "  local context state line", "  typeset -A opt_args",
      "  _arguments -C '(-h --help)'{-h,--help}'[help]' '(-V --version)'{-V,--version}'[version]' '1:command:_carrel_commands' '*::argument:->arguments'",
      "  [[ $state == arguments ]] || return", "  case $words[1] in",
    ]
    for command in CommandTable.shown {
      var parts = command.options.map { option in
        let action = option.value.map { ":\(plain($0.placeholder)):" + zshAction(source($0)) } ?? ""
        let text = "[\(plain(option.help))]" + action
        let star = option.repeats ? "*" : ""
        guard let short = option.short else { return quoted("\(star)--\(option.name)\(text)") }
        return quoted("(-\(short) --\(option.name))") + "{-\(short),--\(option.name)}" + quoted(text)
      }
      for (index, entry) in sources(command).enumerated() {
        let place = entry.repeats ? "*" : String(index + 1)
        parts.append(quoted("\(place):\(plain(command.arguments[index].name)):" + zshAction(entry.source)))
      }
      lines.append("    \(command.name))")
      lines.append("      _arguments " + (parts + ["'(-h --help)'{-h,--help}'[help]'"]).joined(separator: " \\\n        ") + " ;;")
    }
    lines += ["  esac", "}", "if [[ $funcstack[1] == _carrel ]]; then _carrel \"$@\"; else compdef _carrel carrel; fi"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func zshAction(_ source: Source) -> String {
    switch source {
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .files: "_files"
    case .directories: "_directories"
    case .tasks: "{_carrel_ask tasks}"
    case .engines: "{_carrel_ask engines}"
    case .commands: "_carrel_commands"
    case .nothing: " "
    }
  }

  /// Without the characters that mean something to `_arguments`.
  private static func plain(_ text: String) -> String { text.filter { !"[]:\\".contains($0) } }
}
