import Model
import Platform

/// What `opencode models` offers: one `provider/model` a line.
enum OpenCodeModelList {
  /// Asks the program, in a directory of its own, with the user's login and without the user's configuration.
  /// - Throws: `TaskFailure(.engine)` when it does not answer.
  static func ask(_ program: AgentProgram, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    let doing = "Asking opencode for models"
    let home = environment["HOME"] ?? Environment.home ?? "/"
    let made = await runBlocking { () -> Result<String, PlatformError> in
      do throws(PlatformError) {
        return .success(try Files.makeTemporaryDirectory(in: Environment.current["TMPDIR"] ?? "/tmp", prefix: "carrel-models-"))
      } catch {
        return .failure(error)
      }
    }
    let directory: String
    do throws(PlatformError) { directory = try made.get() } catch { throw TaskFailure(.engine, "\(doing): \(error.text).") }
    let search = (["/usr/local/bin:/usr/bin:/bin", Files.parent(of: program.path)] + program.searchPath).joined(separator: ":")
    var variables = environment.filter { OpenCodeProvider.allKeys.contains($0.key) }
    variables.merge([
      "PATH": search, "HOME": home, "XDG_CONFIG_HOME": directory, "NO_COLOR": "1", "TERM": "dumb", "OPENCODE_DISABLE_PROJECT_CONFIG": "1",
      "OPENCODE_DISABLE_CLAUDE_CODE": "1", "OPENCODE_DISABLE_AUTOUPDATE": "1",
    ]) { _, own in own }
    var command = ProcessCommand(program.path, ["models"], environment: variables, directory: directory)
    command.errorOutput = .null
    let result: ProcessResult?
    do throws(PlatformError) {
      result = try await ProcessRunner.run(command, timeoutSeconds: 60, outputLimit: 4 << 20)
    } catch {
      result = nil
    }
    await runBlocking { TurnFiles.remove([directory]) }
    guard let result, result.exit.isSuccess else {
      throw TaskFailure(.engine, "\(doing): `opencode models` failed; run it yourself to see why.")
    }
    return offers(result.text)
  }

  /// The lines that are names of models.
  static func offers(_ text: String) -> [ModelOffer] {
    text.split(whereSeparator: \.isNewline).prefix(20_000).map { String($0.filter { !$0.isWhitespace || $0 == " " }) }.filter {
      $0.contains("/") && !$0.contains(" ") && !$0.hasPrefix("/") && $0.utf8.count < 300
    }.map { ModelOffer(id: $0) }
  }
}
