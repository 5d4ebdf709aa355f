import Agents
import Arguments
import Client
import Configuration
import Glibc
import Interface
import JSON
import Model
import Platform
import Screen
import Wire

/// One run of the program: what does not need the service is done here, the rest is passed on.
struct Program: Sendable {
  let invocation: Invocation
  let output: CommandOutput
  let environment: [String: String]
  let paths: SettingsPaths

  init(_ invocation: Invocation, environment: [String: String] = Environment.current, output: CommandOutput = CommandOutput()) {
    self.invocation = invocation
    self.output = output
    self.environment = environment
    paths = SettingsPaths(environment: environment, uid: Environment.uid, home: Environment.home ?? "/")
  }

  /// Runs it.
  /// - Returns: the exit code.
  func run() -> Int32 {
    switch invocation {
    case .version: output.line("carrel \(Main.version)")
    case .help(let command): output.raw(HelpPage.render(command))
    case .manual: output.raw(ManualPage.render(version: Main.version))
    case .completions(let shell): output.raw(CompletionScript.render(shell))
    case .demoEngine(let arguments):
      return DemoProgram.main(arguments: arguments, environment: environment, directory: Environment.currentDirectory)
    case .agent(let options): return AgentCommand(options, environment).run()
    case .replay(let engine, let file): return replay(engine, file).rawValue
    case .installEngine(let name, let yes): return EngineInstaller(program: self).install(name, yes: yes).rawValue
    case .config(let query): return configuration(query).rawValue
    case .themes(let name): return ThemesProgram(program: self).run(name).rawValue
    case .keys(let context): return keys(context).rawValue
    case .service(.run): return ServiceProgram(paths: paths, environment: environment).run()
    case .interface(let plain): return InterfaceProgram(program: self).run(theme: nil, plain: plain)
    case .shell(let id, let command): return ShellProgram(program: self).run(.shell(id, command: command), keepsText: !command.isEmpty)
    case .attach(let id): return ShellProgram(program: self).run(.openInterface(id, author: author), keepsText: false)
    case .demo: return DemoRun(program: self).run()
    default: return Blocking.run { await RemoteProgram(self).run() }.rawValue
    }
    return 0
  }

  /// The settings; nil when they are wrong, which has then been said.
  func settings() -> Settings? {
    let path = paths.config
    let text: String
    do throws(PlatformError) {
      text = Files.exists(path) ? try Files.readText(path, limit: 1 << 20) : ""
    } catch {
      output.note("carrel: \(error.text)")
      return nil
    }
    let (settings, problems) = Settings.load(text: text, path: path, environment: environment) { try? Files.readText($0, limit: 1 << 20) }
    for problem in problems { output.note("carrel: \(problem.text)") }
    return problems.contains { $0.severity == .error } ? nil : settings
  }

  /// Finds a service or starts one.
  var starter: ServiceStarter {
    ServiceStarter(
      paths: paths, version: Main.version, executable: Environment.executable ?? CommandLine.arguments[0], environment: environment,
      author: author)
  }

  /// The operator's name: people who share a login tell themselves apart by `CARREL_AUTHOR`.
  var author: String {
    let given = environment["CARREL_AUTHOR"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["USER"] ?? Environment.userName
    return String(PlainText.line(given ?? "operator").prefix(80))
  }

  private func configuration(_ query: ConfigurationQuery) -> ExitCode {
    switch query {
    case .path: output.line(paths.config)
    case .check:
      guard let settings = settings() else { return .configuration }
      for problem in Keymap(overrides: settings.keys).problems { output.note("carrel: \(PlainText.line(problem))") }
      output.line("\(paths.config): \(Files.exists(paths.config) ? "in order" : "does not exist; the defaults hold")")
    case .show:
      guard let settings = settings() else { return .configuration }
      output.raw(settings.description)
    }
    return .done
  }

  /// `carrel keys`: the tables in force; the operator's own keys have a sign.
  private func keys(_ context: String?) -> ExitCode {
    guard let settings = settings() else { return .configuration }
    let keymap = Keymap(overrides: settings.keys)
    for problem in keymap.problems { output.note("carrel: \(PlainText.line(problem))") }
    guard let lines = KeyReference.lines(keymap, context: context) else {
      let names = KeyContext.allCases.map(\.rawValue).joined(separator: ", ")
      output.note("carrel: keys: there is no table \(PlainText.line(context ?? "")); there are \(names).")
      return .usage
    }
    for line in lines { output.line(line) }
    return .done
  }

  private func replay(_ engine: String, _ file: String) -> ExitCode {
    do throws(PlatformError) {
      let bytes = try Files.read(file, limit: 1 << 30)
      guard let settings = settings() else { return .configuration }
      guard let known = EngineNames.registry(settings).engine(named: engine) else {
        output.note("carrel: replaying: there is no engine named \"\(PlainText.line(engine))\"; `carrel engines` lists them.")
        return .usage
      }
      guard let events = EngineReplay.decode(engine: known, bytes: bytes) else {
        output.note("carrel: replaying: \(engine) prints no protocol that could be decoded.")
        return .usage
      }
      for (number, event) in events.enumerated() {
        output.line(TranscriptJSON.object(for: event, number: number + 1).serialized())
      }
      return .done
    } catch {
      output.note("carrel: \(error.text)")
      return .failed
    }
  }
}
