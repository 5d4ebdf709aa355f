/// One program with its arguments, without what only stands around it: assignments, `env`, `timeout`, runners of virtual environments, `sudo`.
struct ShellCommand {
  /// The program's name and its arguments.
  private(set) var words: [String]
  /// The script of `bash -c`; nil: it is no shell in a shell.
  private(set) var shell: String?
  /// The shell's own options.
  private(set) var shellOptions: [String] = []

  /// Takes what stands around off.
  init(_ all: [String]) {
    words = all
    for _ in 0..<8 where unwrapOnce() {}
    script()
  }

  /// The command in one line, cut.
  var text: String { String(String.UnicodeScalarView(words.joined(separator: " ").replacing("\n", with: " ").unicodeScalars.prefix(240))) }

  private static let shells: Set = ["bash", "sh", "zsh", "dash", "ksh"]
  /// Programs that run the rest, and those of their options that take a value.
  private static let wrappers: [String: Set<String>] = [
    "env": ["-u", "-C", "-S"], "timeout": ["-k", "-s", "--kill-after", "--signal"], "gtimeout": ["-k", "-s"], "time": ["-f", "-o"],
    "nice": ["-n"], "ionice": ["-c", "-n"], "nohup": [], "sudo": ["-u", "-g"], "doas": ["-u"], "command": [], "exec": ["-a"],
    "stdbuf": ["-o", "-e", "-i"], "unbuffer": [], "xvfb-run": ["-s", "-n"], "setsid": [], "chronic": [], "npx": ["-p", "--package"],
    "bunx": [], "winpty": [], "arch": [], "taskset": ["-c"], "caffeinate": [], "dotenv": ["-e", "-f"], "cross-env": [],
  ]
  /// Programs that run the rest behind a word of theirs.
  private static let runners: [String: Set<String>] = [
    "poetry": ["run"], "uv": ["run"], "pipenv": ["run"], "hatch": ["run"], "pdm": ["run"], "rye": ["run"], "conda": ["run"],
    "bundle": ["exec"], "pnpm": ["exec", "dlx"], "yarn": ["exec", "dlx"], "npm": ["exec"], "mise": ["exec", "x"], "asdf": ["exec"],
    "direnv": ["exec"], "opam": ["exec"], "rustup": ["run"], "xcrun": [],
  ]

  private static func isAssignment(_ word: String) -> Bool {
    guard let sign = word.firstIndex(of: "="), sign != word.startIndex else { return false }
    return word[..<sign].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && word.first?.isNumber == false
  }

  private mutating func unwrapOnce() -> Bool {
    let before = words.count
    while let word = words.first, Self.isAssignment(word), words.count > 1 { words.removeFirst() }
    guard let name = words.first.map(Self.name) else { return false }
    if let valued = Self.wrappers[name] {
      words.removeFirst()
      dropOptions(valued)
      if name == "timeout" || name == "gtimeout", words.count > 1, words[0].first?.isNumber == true { words.removeFirst() }
      while let word = words.first, Self.isAssignment(word), words.count > 1 { words.removeFirst() }
    } else if let verbs = Self.runners[name], words.count > 2 || verbs.isEmpty, verbs.isEmpty || verbs.contains(words[1]) {
      words.removeFirst(verbs.isEmpty ? 1 : 2)
      dropOptions(["-n", "-p", "--python", "--with", "--group", "--extra", "-C"])
      if name == "direnv" || name == "rustup", words.count > 1 { words.removeFirst() }
    }
    return words.count != before && !words.isEmpty
  }

  private mutating func dropOptions(_ valued: Set<String>) {
    while let word = words.first, word.hasPrefix("-"), words.count > 1 {
      words.removeFirst()
      if word == "--" { return }
      if valued.contains(word), words.count > 1 { words.removeFirst() }
    }
  }

  /// `bash -lc '…'`; other options of the shell are kept.
  private mutating func script() {
    guard let name = words.first.map(Self.name), Self.shells.contains(name) else { return }
    var index = 1
    while index < words.count, words[index].hasPrefix("-") || words[index].hasPrefix("+") {
      let option = words[index]
      shellOptions.append(option)
      index += 1
      if !option.hasPrefix("--"), option.dropFirst().contains("c") {
        guard index < words.count else { return }
        // `-c -o pipefail '…'` does not exist: the script is the next word.
        shell = words[index]
        return
      }
      if option.hasSuffix("o"), index < words.count {
        shellOptions.append(words[index])
        index += 1
      }
    }
  }

  /// The program's name without its directory.
  static func name(_ word: String) -> String { word.split(separator: "/").last.map(String.init) ?? word }
}
