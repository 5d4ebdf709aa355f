import Arguments
import Client
import Configuration
import Glibc
import Interface
import Model
import Platform

/// `carrel --plain`: the interface as lines of text, without a screen, for screen readers, for terminals without a cursor, and for pipes. Runs carrel's own
/// commands by their words; what happens meanwhile is said as it comes. On the main thread, which sleeps in poll(2).
struct PlainProgram {
  private let program: Program
  private let input = LineInput()
  private let inbox = LoopInbox()

  init(program: Program) {
    let input = input
    self.program = Program(program.invocation, environment: program.environment, output: CommandOutput { input.next() })
  }

  /// Runs until the operator leaves, or the input ends.
  /// - Returns: the exit code.
  func run() -> Int32 {
    let program = program
    let connection: Result<ServiceClient, ClientError> = Blocking.run {
      do throws(ClientError) { return .success(try await VersionOffer(program: program).connect()) } catch { return .failure(error) }
    }
    let client: ServiceClient
    switch connection {
    case .success(let connected): client = connected
    case .failure(let error):
      program.output.note("carrel: \(PlainText.block(error.text))")
      return ExitCode(error).rawValue
    }
    let link = ServiceLink(starter: program.starter, first: client, inbox: inbox)
    let linking = Task.detached { await link.run() }
    defer {
      linking.cancel()
      link.close()
    }
    var state = PlainState(place: Environment.hostName, now: .now)
    program.output.line("carrel on \(PlainText.line(state.place)). Type help for the words.")
    // What is typed before the tasks are here would be about nothing.
    wait(forInput: false)
    hear(&state)
    loop(&state)
    return 0
  }

  private func loop(_ state: inout PlainState) {
    prompt(state)
    while true {
      while let line = input.waiting() {
        hear(&state)
        _ = PlainUpdate.receive(.tick(now: .now), &state)
        let effects = PlainUpdate.line(line, &state)
        if effects.contains(.quit) { return }
        for effect in effects { perform(effect) }
        hear(&state)
        prompt(state)
      }
      if input.hasEnded { return }
      if wait(forInput: true) { input.fill() }
      if hear(&state) { prompt(state) }
    }
  }

  /// Waits for the service, or for the service and a line. Whether there is something to read.
  @discardableResult
  private func wait(forInput: Bool) -> Bool {
    var polled = [pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)]
    if forInput { polled.append(pollfd(fd: 0, events: Int16(POLLIN), revents: 0)) }
    poll(&polled, nfds_t(polled.count), -1)
    return forInput && polled[1].revents != 0
  }

  /// Says what came from the service. Whether anything was said.
  @discardableResult
  private func hear(_ state: inout PlainState) -> Bool {
    var hasSaid = false
    for action in inbox.take() {
      _ = PlainUpdate.receive(.tick(now: .now), &state)
      for effect in PlainUpdate.receive(action, &state) {
        // The line that was begun with the prompt ends first.
        if !hasSaid, program.output.readsTerminal { program.output.line("") }
        perform(effect)
        hasSaid = true
      }
    }
    return hasSaid
  }

  private func prompt(_ state: PlainState) { if program.output.readsTerminal { program.output.raw(state.prompt) } }

  private func perform(_ effect: PlainEffect) {
    switch effect {
    case .print(let line): program.output.line(line)
    case .run(let words): run(words)
    case .add(let text, let dryRun): add(text, dryRun: dryRun)
    case .quit: break
    }
  }

  /// One of carrel's own commands; those that would take the input for themselves do not belong here.
  private func run(_ words: [String]) {
    switch ArgumentParser.parse(words) {
    case .failure(let problem): program.output.note(problem.text)
    case .success(.interface), .success(.demo), .success(.agent), .success(.demoEngine), .success(.credential), .success(.service(.run)):
      program.output.note("carrel: \(PlainText.line(words.joined(separator: " "))): leave with quit first.")
    case .success(let invocation):
      let code = Program(invocation, environment: program.environment, output: program.output).run()
      if code == 0, ["send", "answer", "stop", "discard", "retry", "queue"].contains(words.first) { program.output.line("Done.") }
    }
  }

  /// Tickets as `carrel add` takes them, from a file of our own that is gone afterwards.
  private func add(_ text: String, dryRun: Bool) {
    let file = "\(program.paths.state)/tickets-\(RandomID.uuid()).txt"
    do throws(PlatformError) {
      try Files.writeAtomically(Array(text.utf8), to: file, mode: 0o600)
    } catch {
      return program.output.note("carrel: writing the list: \(error.text)")
    }
    defer { unlink(file) }
    run(dryRun ? ["add", "--dry-run", file] : ["add", file])
  }
}
