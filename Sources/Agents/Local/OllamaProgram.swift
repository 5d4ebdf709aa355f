import Model
import Platform
import Synchronization

/// An `ollama serve` that we started. It ends when it is told to, and with this process however that ends: a shell before it watches a pipe that only we hold.
final class OllamaProgram: Sendable {
  /// Runs its arguments as a program until that ends or standard input is closed; then the program is asked to end.
  private static let watchdog = """
    exec 3<&0
    "$@" 3<&- </dev/null &
    program=$!
    { cat <&3 >/dev/null; kill -TERM "$program" 2>/dev/null; } &
    exec 3<&-
    wait "$program"
    """
  /// Variables that are passed on: those of Ollama and of what it computes with.
  private static let prefixes = ["OLLAMA_", "CUDA_", "NVIDIA_", "HIP_", "ROCR_", "HSA_", "GGML_", "GPU_", "VK_", "ONEAPI_"]
  private static let names: Set<String> = [
    "HOME", "USER", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "XDG_RUNTIME_DIR", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY",
    "HTTPS_PROXY", "NO_PROXY",
  ]

  private let child: ChildProcess
  private let words = Mutex<[UInt8]>([])
  private let hasSaidAll = Latch()

  private init(_ child: ChildProcess) { self.child = child }

  /// Starts it.
  /// - Throws: `TaskFailure(.engine)` when there is no such program, with how to install it, or it cannot be executed.
  static func start(_ command: String, _ environment: [String: String]) throws(TaskFailure) -> OllamaProgram {
    var places = environment
    if places["PATH"] == nil { places["PATH"] = Environment.current["PATH"] }
    guard let path = ProgramSearch.find(command, environment: places) else {
      throw TaskFailure(
        .engine,
        "Starting ollama: it does not answer and \(command) is not installed; install it (curl -fsSL https://ollama.com/install.sh | sh), or set OLLAMA_HOST to where it runs."
      )
    }
    var passed = environment.filter { name, _ in names.contains(name) || prefixes.contains { name.hasPrefix($0) } }
    passed["PATH"] = [Files.parent(of: path), places["PATH"] ?? "", "/usr/local/bin:/usr/bin:/bin"].filter { !$0.isEmpty }.joined(
      separator: ":")
    if passed["HOME"] == nil { passed["HOME"] = Environment.home ?? "/" }
    var command = ProcessCommand("/bin/sh", ["-c", watchdog, "ollama", path, "serve"], environment: passed, directory: "/")
    command.input = .pipe
    command.errorOutput = .merged
    command.endsGroup = true
    do throws(PlatformError) {
      let program = OllamaProgram(try ChildProcess.spawn(command))
      program.listen()
      return program
    } catch {
      throw TaskFailure(.engine, "Starting ollama: \(error.text).")
    }
  }

  /// How it ended, with what it said last; nil while it runs.
  func ended() async -> String? {
    guard let exit = child.ended else { return nil }
    child.output.drain()
    _ = await hasSaidAll.wait()
    return exit.text + lastWords
  }

  /// What it said last, for a sentence.
  var lastWords: String {
    let lines = String(decoding: words.withLock { $0 }, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(3)
    guard !lines.isEmpty else { return "" }
    let text = lines.joined(separator: " / ").unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : Character($0) }
    return "; it said: \(String(text).capped(at: 500))"
  }

  /// Ends it and returns when it is gone: asked by the end of its input, then killed.
  func end() async {
    child.closeInput()
    let child = child
    let killer = Task {
      try? await pause(for: .seconds(5))
      if !Task.isCancelled { child.signalGroup(9) }
    }
    _ = await child.wait()
    killer.cancel()
  }

  /// Reads what it says, so that it never waits for us, and keeps the end. Does not keep this object alive.
  private func listen() {
    let output = child.output
    let hasSaidAll = hasSaidAll
    Task { [weak self] in
      while let bytes = await output.next() { self?.keep(bytes) }
      hasSaidAll.open()
    }
  }

  private func keep(_ bytes: [UInt8]) { words.withLock { $0 = Array(($0 + bytes).suffix(4096)) } }
}
