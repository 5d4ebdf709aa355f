internal import Platform

/// What a program needs to see of the file system in order to start.
package enum SandboxPaths {
  /// The paths that have to be shown read-only at their own places: the program's file, the symbolic links on the way to it, the
  /// interpreter of its first line, the virtual environment and the Python below it, Node's prefix and the modules' folder, and
  /// `~/.local/share/claude` for a program that lies there. What lies under `/usr`, which every sandbox shows, is left out. For
  /// `SandboxProfile.readOnly`, which keeps links as links. `path` is the `PATH` in which interpreters are looked for.
  package static func readable(forProgram program: String, path: String? = nil) -> [String] {
    var paths: [String] = []
    add(program, path: path ?? SandboxLauncher.standardPath, depth: 0, to: &paths)
    var seen: Set<String> = []
    return paths.filter { !isStandard($0) && seen.insert($0).inserted }
  }

  private static func add(_ program: String, path: String, depth: Int, to paths: inout [String]) {
    guard depth < 5, program.hasPrefix("/"), let real = chain(program, to: &paths) else { return }
    let directory = Files.parent(of: program)
    addPython(directory, path: path, depth: depth, to: &paths)
    if Files.parent(of: real) != directory { addPython(Files.parent(of: real), path: path, depth: depth, to: &paths) }
    if let modules = real.range(ofFolder: "node_modules") { paths.append(modules) }
    if let share = real.range(ofFolder: ".local/share/claude") { paths.append(share) }
    let name = Files.name(of: real)
    if name == "node" || name == "nodejs" {
      let prefix = Files.parent(of: Files.parent(of: real))
      if Files.isDirectory("\(prefix)/lib/node_modules") { paths.append(prefix) }
    }
    for interpreter in interpreters(real, path: path) { add(interpreter, path: path, depth: depth + 1, to: &paths) }
  }

  /// Adds the file behind a path and every symbolic link on the way; gives the file's real path.
  @discardableResult private static func chain(_ path: String, to paths: inout [String]) -> String? {
    var done = ""
    var rest = path.split(separator: "/").map(String.init)
    var links = 0
    while !rest.isEmpty {
      let part = rest.removeFirst()
      if part == "." { continue }
      if part == ".." {
        done = done.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        continue
      }
      let next = "\(done)/\(part)"
      guard let target = Files.linkTarget(next) else {
        done = next
        continue
      }
      links += 1
      guard links <= 40 else { return nil }
      paths.append(next)
      rest = target.split(separator: "/").map(String.init) + rest
      if target.hasPrefix("/") { done = "" }
    }
    guard Files.exists(done) else { return nil }
    paths.append(done)
    return done
  }

  /// PEP 405: `pyvenv.cfg` lies above the folder of the environment's programs and names the folder of the Python below it.
  private static func addPython(_ directory: String, path: String, depth: Int, to paths: inout [String]) {
    let prefix = Files.parent(of: directory)
    guard let text = try? Files.readText("\(prefix)/pyvenv.cfg", limit: 65_536) else { return }
    chain(prefix, to: &paths)
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].filter({ $0 != " " }) == "home" else { continue }
      let home = String(parts[1].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard home.hasPrefix("/"), !isStandard(home) else { continue }
      let base = Files.parent(of: home)
      // A Python of its own prefix; never a folder as wide as `/`, `/home` or a user's home.
      if Files.isDirectory("\(base)/lib") && base.split(separator: "/").count > 1 { chain(base, to: &paths) }
    }
    for name in ["python", "python3"] where Files.exists("\(directory)/\(name)") { chain("\(directory)/\(name)", to: &paths) }
  }

  /// The programs that the first line of a script names; with `/usr/bin/env NAME`, also NAME.
  private static func interpreters(_ script: String, path: String) -> [String] {
    guard let head = Files.readHead(script, count: 512), head.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "!")]) else { return [] }
    let line = String(decoding: head.dropFirst(2).prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
    guard let first = words.first else { return [] }
    var found = [first]
    if Files.name(of: first) == "env", let name = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) {
      if let program = ProcessCommand.find(name, path: "\(Files.parent(of: script)):\(path)") { found.append(program) }
    }
    return found
  }

  private static func isStandard(_ path: String) -> Bool {
    ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"].contains { path == "/\($0)" || path.hasPrefix("/\($0)/") }
  }
}

extension String {
  /// The part of a path up to and with the first occurrence of a folder; nil when the folder is not on it.
  fileprivate func range(ofFolder folder: String) -> String? {
    let wanted = folder.split(separator: "/")
    let parts = split(separator: "/")
    guard parts.count > wanted.count else { return nil }
    for start in 0...(parts.count - wanted.count) where Array(parts[start..<(start + wanted.count)]) == wanted {
      return "/" + parts[..<(start + wanted.count)].joined(separator: "/")
    }
    return nil
  }
}
