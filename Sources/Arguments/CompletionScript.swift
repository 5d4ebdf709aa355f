/// The completions of the shells, from the command table. Task ids and engines are asked of `carrel complete` when they are needed.
package enum CompletionScript {
  /// The script for a shell; ends with a line end.
  package static func render(_ shell: CompletionShell) -> String {
    switch shell {
    case .bash: bash()
    case .zsh: zsh()
    case .fish: fish()
    }
  }

  /// What can be completed for a value.
  enum Source: Hashable {
    case words([String]), files, directories, tasks, engines, commands, nothing
  }

  static func source(_ kind: ValueKind, _ name: String = "") -> Source {
    switch kind {
    case .choice(let words), .choices(let words): .words(words)
    case .file: .files
    case .repository: .directories
    case .task: .tasks
    case .engine, .engines: .engines
    case .text: name == "COMMAND" ? .commands : name == "PATH" ? .files : .nothing
    case .number, .money, .duration: .nothing
    }
  }

  /// Each argument's source; the last holds for all further ones when it may be repeated.
  static func sources(_ command: Command) -> [(source: Source, repeats: Bool)] {
    command.arguments.map { (source($0.value, $0.name), $0.count == .many || $0.count == .any) }
  }

  static var commandNames: [String] { CommandTable.shown.map(\.name) }

  /// A text in single quotes for a POSIX shell.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  // MARK: bash

  private static func bash() -> String {
    var lines = [
      "# bash completion for carrel; made by `carrel completions bash`",
      "_carrel_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }",
      "_carrel_ask() { _carrel_words \"$(carrel complete \"$1\" 2>/dev/null | cut -f1)\"; }",
      "_carrel() {", "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' count=0 i", "  COMPREPLY=()",
      "  for ((i = 1; i < COMP_CWORD; i++)); do", "    case ${COMP_WORDS[i]} in", "      -*) ;;",
      "      *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; else count=$((count + 1)); fi ;;", "    esac", "  done",
      "  if [[ -z $command ]]; then", "    _carrel_words \(quoted((commandNames + ["--help", "--version"]).joined(separator: " ")))",
      "    return", "  fi",
      "  case $command:$prev in",
    ]
    for command in CommandTable.shown {
      for option in command.options {
        guard let kind = option.value else { continue }
        let names = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
        lines.append("    \(names.map { "\(command.name):\($0)" }.joined(separator: "|"))) \(bashAction(source(kind))); return ;;")
      }
    }
    lines += ["  esac", "  if [[ $cur == -* ]]; then", "    case $command in"]
    for command in CommandTable.shown {
      let names = command.options.map { "--\($0.name)" } + ["--help"]
      lines.append("      \(command.name)) _carrel_words \(quoted(names.joined(separator: " "))) ;;")
    }
    lines += ["    esac", "    return", "  fi", "  case $command:$count in"]
    for command in CommandTable.shown {
      for (index, entry) in sources(command).enumerated() {
        lines.append("    \(command.name):\(entry.repeats ? "*" : String(index))) \(bashAction(entry.source)) ;;")
      }
    }
    lines += ["  esac", "}", "complete -F _carrel carrel"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func bashAction(_ source: Source) -> String {
    switch source {
    case .words(let words): "_carrel_words \(quoted(words.joined(separator: " ")))"
    case .files: "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"
    case .directories: "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")"
    case .tasks: "_carrel_ask tasks"
    case .engines: "_carrel_ask engines"
    case .commands: "_carrel_words \(quoted(commandNames.joined(separator: " ")))"
    case .nothing: ":"
    }
  }

  // MARK: fish

  private static func fish() -> String {
    var lines = ["# fish completion for carrel; made by `carrel completions fish`", "complete -c carrel -f"]
    let names = commandNames.joined(separator: " ")
    for command in CommandTable.shown {
      lines.append(
        "complete -c carrel -n \"not __fish_seen_subcommand_from \(names)\" -a \(command.name) -d \(fishQuoted(command.summary))")
    }
    for command in CommandTable.shown {
      let condition = "complete -c carrel -n \"__fish_seen_subcommand_from \(command.name)\""
      for entry in Set(sources(command).map(\.source)).sorted(by: { fishAction($0) < fishAction($1) }) where entry != .nothing {
        lines.append(condition + " " + fishAction(entry))
      }
      for option in command.options {
        var line = condition + " -l \(option.name)"
        if let short = option.short { line += " -s \(short)" }
        if let kind = option.value { line += " -x" + (source(kind) == .nothing ? "" : " " + fishAction(source(kind))) }
        lines.append(line + " -d \(fishQuoted(option.help))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func fishAction(_ source: Source) -> String {
    switch source {
    case .words(let words): "-a \(fishQuoted(words.joined(separator: " ")))"
    case .files: "-F"
    case .directories: "-a '(__fish_complete_directories)'"
    case .tasks: "-a '(carrel complete tasks 2>/dev/null)'"
    case .engines: "-a '(carrel complete engines 2>/dev/null)'"
    case .commands: "-a \(fishQuoted(commandNames.joined(separator: " ")))"
    case .nothing: ""
    }
  }

  private static func fishQuoted(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return "'" + result + "'"
  }
}
