import Glibc
import Platform
import TestSupport

/// An sshd of the test's own, without a port: the client starts it as its proxy command and speaks to it over a pipe. Keys and configuration are in the
/// private directory.
struct PrivateSSH {
  /// Whether both programs are here.
  static let isPossible =
    access("/usr/sbin/sshd", X_OK) == 0 && ProcessCommand.find("ssh", path: nil) != nil
    && access("/run/sshd", F_OK) == 0

  private let carrel: CarrelProgram
  private var folder: String { "\(carrel.root.path)/ssh" }

  init(_ carrel: CarrelProgram) async throws {
    self.carrel = carrel
    try Files.makeDirectory(folder)
    for name in ["host", "user"] { try await carrel.root.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)"]) }
    try await carrel.root.run("cp", ["\(folder)/user.pub", "\(folder)/authorized"])
    let text = """
      HostKey \(folder)/host
      AuthorizedKeysFile \(folder)/authorized
      PidFile none
      UsePAM no
      StrictModes no
      PermitRootLogin yes
      PasswordAuthentication no
      PrintMotd no

      """
    try Files.writeAtomically(Array(text.utf8), to: "\(folder)/sshd_config")
  }

  /// What git's ssh needs to know of a host: every connection to it runs git in a directory, and nothing else. The key has to come from an agent.
  /// - Returns: the file.
  func serveGit(host: String, directory: String) async throws -> String {
    let key = try Files.readText("\(folder)/user.pub", limit: 4096)
    let command = "cd \(directory) && exec git shell -c \\\"$SSH_ORIGINAL_COMMAND\\\""
    try Files.writeAtomically(Array("command=\"\(command)\",restrict \(key)".utf8), to: "\(folder)/authorized")
    let hostKey = try Files.readText("\(folder)/host.pub", limit: 4096)
    try Files.writeAtomically(Array("\(host) \(hostKey)".utf8), to: "\(folder)/known")
    let text = """
      Host \(host)
        ProxyCommand /usr/sbin/sshd -i -f \(folder)/sshd_config
        UserKnownHostsFile \(folder)/known
        GlobalKnownHostsFile /dev/null
        IdentityFile \(folder)/user.pub
        IdentitiesOnly yes
        LogLevel ERROR

      """
    try Files.writeAtomically(Array(text.utf8), to: "\(folder)/client_config")
    return "\(folder)/client_config"
  }

  /// Runs a body beside an ssh agent that holds the key, and ends the agent.
  func withAgent<Value>(_ name: String, _ body: (_ socket: String) async throws -> Value) async throws -> Value {
    let socket = "\(folder)/\(name)"
    var command = ProcessCommand("ssh-agent", ["-D", "-a", socket], environment: ["PATH": Environment.current["PATH"] ?? "/usr/bin:/bin"])
    command.input = .null
    let agent = try ChildProcess.spawn(command)
    do {
      try await Patience.until("the socket of an ssh agent") { access(socket, F_OK) == 0 }
      try await carrel.root.run("env", ["SSH_AUTH_SOCK=\(socket)", "ssh-add", "-q", "\(folder)/user"])
      let value = try await body(socket)
      agent.signal(SIGTERM)
      _ = await agent.wait()
      return value
    } catch {
      agent.signal(SIGKILL)
      _ = await agent.wait()
      throw error
    }
  }

  /// The interface over a connection of its own.
  func terminal(rows: Int, columns: Int) throws -> VirtualTerminal {
    let variables = carrel.environment.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
    let command = "cd \(carrel.repository.path) && exec env -i \(variables) \(CarrelProgram.path)"
    let arguments = [
      "-tt", "-F", "/dev/null", "-i", "\(folder)/user", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o",
      "StrictHostKeyChecking=no", "-o",
      "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "ProxyCommand=/usr/sbin/sshd -i -f \(folder)/sshd_config",
      "\(Environment.userName ?? "root")@localhost", command,
    ]
    return try VirtualTerminal("/usr/bin/ssh", arguments, environment: carrel.environment, rows: rows, columns: columns)
  }
}
