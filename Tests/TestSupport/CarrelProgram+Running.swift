package import JSON
package import Platform

extension CarrelProgram {
  /// Runs a command in the repository, without a terminal.
  @discardableResult
  package func run(_ arguments: String..., input: String = "") async throws -> CarrelRun {
    try await run(arguments, input: Array(input.utf8))
  }

  /// Runs a command in the repository or another directory, with these bytes as its input.
  @discardableResult
  package func run(_ arguments: [String], input: [UInt8] = [], directory: String? = nil) async throws -> CarrelRun {
    let command = command(arguments, directory: directory)
    return CarrelRun(arguments, try await ProcessRunner.run(command, input: input, timeoutSeconds: 240))
  }

  /// Runs a command that must end with 0.
  /// - Throws: `TestRepositoryFailure` with what it printed.
  @discardableResult
  package func ok(_ arguments: String..., input: String = "") async throws -> CarrelRun {
    let run = try await run(arguments, input: Array(input.utf8))
    guard run.code == 0 else { throw TestRepositoryFailure(text: "\(run)\n\(log)") }
    return run
  }

  /// The command as a process to start.
  package func command(_ arguments: [String], directory: String? = nil) -> ProcessCommand {
    ProcessCommand(Self.path, arguments, environment: environment, directory: directory ?? repository.path)
  }

  /// Queues tickets, one a line, and returns their ids.
  @discardableResult
  package func add(_ list: String, _ options: String...) async throws -> [String] {
    let run = try await run(["add", "-"] + options, input: Array(list.utf8))
    guard run.code == 0 else { throw TestRepositoryFailure(text: "\(run)\n\(log)") }
    return run.lines.compactMap { $0.split(separator: "\t").first.map(String.init) }
  }

  /// `carrel show ID --json`.
  package func task(_ id: String) async throws -> JSONValue { try await ok("show", id, "--json").json() }

  /// The task's state.
  package func state(of id: String) async throws -> String { try await task(id)["state"]?.string ?? "" }

  /// `carrel ls --json`.
  package func tasks() async throws -> [JSONValue] { try await ok("ls", "--json").json().array ?? [] }

  /// `carrel transcript ID --json`.
  package func transcript(_ id: String) async throws -> [JSONValue] { try await ok("transcript", id, "--json").jsonLines() }

  /// The prompts that were sent to the task's agent, by what they begin with being whose.
  package func prompts(_ id: String) async throws -> [String] {
    try await transcript(id).filter { $0["kind"]?.string == "prompt" }.compactMap { $0["origin"]?.string }
  }

  /// The id of the tree that `carrel diff` shows.
  package func tree(_ id: String) async throws -> String { try await ok("diff", id, "--json").json()["tree"]?.string ?? "" }

  /// Waits until a task is in a state.
  package func until(_ id: String, is state: String) async throws {
    try await Patience.until("\(id) to be \(state)") { try await self.state(of: id) == state }
  }

  /// The running service's process.
  package func servicePID() async throws -> Int32 {
    let status = try await ok("service", "status").output
    guard let word = status.split(separator: " ").drop(while: { $0 != "process" }).dropFirst().first, let pid = Int32(word.dropLast())
    else {
      throw TestRepositoryFailure(text: "no process in: \(status)")
    }
    return pid
  }

  /// The end of the service's log, for reports of failures.
  package var log: String {
    let text = (try? Files.readText("\(state)/service.log", limit: 1 << 20)) ?? ""
    return text.split(separator: "\n").suffix(20).joined(separator: "\n")
  }
}
