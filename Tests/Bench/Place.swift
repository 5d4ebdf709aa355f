import Client
import Glibc
import Platform
import Wire

/// A private home and state directory under /dev/shm (else the temporary directory), and the commands that work in it.
struct Place {
  let root: String
  let carrel: String
  let version: String

  init(carrel: String) throws {
    self.carrel = carrel
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(base)/carrel-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw BenchError("making a directory in \(base)") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let said = try Place.run(carrel, ["version"], ["PATH": "/usr/bin:/bin"], "/")
    version = said.split(separator: " ").last.map { $0.filter { $0 != "\n" } } ?? ""
    for name in ["home", "work"] { mkdir("\(root)/\(name)", 0o700) }
  }

  func remove() { _ = try? Place.run("/bin/rm", ["-rf", root], [:], "/") }

  /// The environment of everything in the state directory of this name.
  func environment(_ name: String, _ more: [String: String] = [:]) -> [String: String] {
    let fixed = [
      "HOME": "\(root)/home", "CARREL_STATE_DIR": "\(root)/\(name)", "CARREL_CONFIG": "\(root)/\(name).toml", "TERM": "xterm-256color",
      "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "USER": "bench", "GIT_CONFIG_NOSYSTEM": "1", "LESS": "",
      "GIT_AUTHOR_NAME": "Bench", "GIT_AUTHOR_EMAIL": "bench@localhost", "GIT_COMMITTER_NAME": "Bench",
      "GIT_COMMITTER_EMAIL": "bench@localhost",
    ]
    return fixed.merging(more) { $1 }
  }

  func write(_ text: String, to name: String) throws { try Files.writeAtomically(Array(text.utf8), to: "\(root)/\(name)", mode: 0o600) }

  @discardableResult
  func git(_ arguments: [String], input: String = "/dev/null", in directory: String) throws -> String {
    try Place.run("/usr/bin/git", arguments, environment("git"), directory, input: input)
  }

  @discardableResult
  func command(_ state: String, _ arguments: [String], _ more: [String: String] = [:], directory: String? = nil) throws -> String {
    try Place.run(carrel, arguments, environment(state, more), directory ?? root)
  }

  /// A client of the service of this state directory.
  func client(_ state: String, _ more: [String: String] = [:]) async throws -> ServiceClient {
    let environment = environment(state, more)
    let socket = "\(root)/\(state)/service.sock"
    return try await ServiceClient.connect(socket: socket, version: version, author: "bench", environment: environment)
  }

  /// The process of the service of this state directory.
  func service(_ state: String) async throws -> Proc {
    let client = try await client(state)
    defer { client.close() }
    guard case .status(let status) = try await client.request(.status) else { throw BenchError("the service says no status") }
    return Proc(pid: status.pid)
  }

  /// Runs a program to its end; what it printed.
  @discardableResult
  static func run(_ path: String, _ arguments: [String], _ environment: [String: String], _ directory: String, input: String = "/dev/null")
    throws -> String
  {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw BenchError("making a pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    let before = getcwd(nil, 0)
    chdir(directory)
    defer {
      if let before { chdir(before) }
      free(before)
    }
    var child: pid_t = 0
    let problem = posix_spawn(&child, path, &actions, nil, words, variables)
    close(ends[1])
    defer { close(ends[0]) }
    guard problem == 0 else { throw BenchError("starting \(path)") }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(ends[0], &buffer, buffer.count), count > 0 { output += buffer[..<count] }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    guard status == 0 else { throw BenchError("\(path) \(arguments.joined(separator: " ")) ended with status \(status)") }
    return String(decoding: output, as: UTF8.self)
  }
}
