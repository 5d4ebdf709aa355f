import Model

/// Hosts on the command line.
extension ArgumentParser {
  static func allow(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    guard let task = parsed.task(0) else { throw problem(parsed.command, "needs ID") }
    if parsed.flags.isSuperset(of: ["repo", "always"]) { throw problem(parsed.command, "takes --repo or --always, not both") }
    var rules = try hosts(Array(parsed.arguments.dropFirst()), parsed)
    if parsed.flags.contains("remove"), rules.isEmpty { throw problem(parsed.command, "--remove needs the HOST") }
    if parsed.flags.contains("private") {
      if rules.isEmpty { throw problem(parsed.command, "--private needs the HOST") }
      for index in rules.indices { rules[index].isPrivate = true }
    }
    let scope: HostScope = parsed.flags.contains("always") ? .everyone : parsed.flags.contains("repo") ? .repository : .task
    return .allow(task, rules, scope: scope, forget: parsed.flags.contains("remove"))
  }

  static func hosts(_ texts: [String], _ parsed: ParsedCommand) throws(UsageProblem) -> [HostRule] {
    var rules: [HostRule] = []
    for text in texts {
      do throws(NetworkHost.Problem) { rules.append(try HostRule(parsing: text)) } catch {
        throw problem(parsed.command, "“\(text)” \(error.text)")
      }
    }
    return rules
  }
}
