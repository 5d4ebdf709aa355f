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
