package import JSON
import Platform
import Synchronization

/// A forge on the loopback (ForgeServer/forge_server.py): its API, checked against the forge's own description, and git's smart HTTP, over HTTPS with an authority
/// made for the test. ForgeServer/model.py says what tests can do with it beside its API.
package final class ForgeServer: Sendable {
  /// `https://localhost:PORT`.
  package let address: String
  /// The port.
  package let port: Int
  /// Where the forge stands: the address with the prefix.
  package let web: String
  /// By which its repositories are named: `localhost:PORT`.
  package let host: String
  /// The file with the certificate of its authority.
  package let certificates: String
  /// The directory of its repositories.
  package let directory: String
  private let process: ChildProcess
  private let unread = Mutex<[UInt8]>([])

  private init(_ process: ChildProcess, port: Int, prefix: String, isSecure: Bool, root: String) {
    self.process = process
    self.port = port
    host = "localhost:\(port)"
    address = "\(isSecure ? "https" : "http")://localhost:\(port)"
    web = address + prefix
    certificates = "\(root)/forge-ca.pem"
    directory = "\(root)/forge"
  }

  /// Starts one, runs a body, and ends it.
  /// - Parameters:
  ///   - faces: the names of its modules, each with a class of that name.
  ///   - prefix: the path below which it stands.
  ///   - isSecure: whether over HTTPS.
  /// - Throws: what the body throws; afterwards, when a request or an answer was not as the API's description says.
  package static func use(
    faces: [String] = ["gitea"], prefix: String = "/git", isSecure: Bool = true, _ body: (ForgeServer) async throws -> Void
  ) async throws {
    try await TestRepositoryRoot.use { root in
      let server = try await start(faces, prefix, isSecure, root)
      do {
        try await body(server)
        try await server.check()
      } catch {
        await server.end()
        throw error
      }
      await server.end()
    }
  }

  private static func start(_ faces: [String], _ prefix: String, _ isSecure: Bool, _ root: TestRepositoryRoot) async throws -> ForgeServer {
    try Files.makeDirectory("\(root.path)/forge")
    if isSecure { try await makeCertificates(root) }
    var command = ProcessCommand(
      "python3",
      [
        "\(Files.parent(of: #filePath))/ForgeServer/forge_server.py", "\(root.path)/forge", isSecure ? "\(root.path)/forge.pem" : "-",
        prefix,
      ]
        + faces, environment: ["PATH": Environment.current["PATH"] ?? "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"])
    command.input = .pipe
    command.errorOutput = .inherit
    let process = try ChildProcess.spawn(command)
    var bytes: [UInt8] = []
    while !bytes.contains(0x0a), let more = await process.output.next() { bytes += more }
    guard let port = Int(String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)) else {
      throw TestRepositoryFailure(text: "the forge server did not say its port")
    }
    return ForgeServer(process, port: port, prefix: prefix, isSecure: isSecure, root: root.path)
  }

  /// An authority, and a certificate for the loopback that it signed.
  private static func makeCertificates(_ root: TestRepositoryRoot) async throws {
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try await root.run(
      "openssl",
      ["req", "-x509", "-days", "2", "-subj", "/CN=lab authority", "-addext", "basicConstraints=critical,CA:TRUE"] + key
        + ["-keyout", "\(root.path)/ca.key", "-out", "\(root.path)/forge-ca.pem"])
    try await root.run(
      "openssl", ["req", "-subj", "/CN=localhost"] + key + ["-keyout", "\(root.path)/forge.key", "-out", "\(root.path)/forge.csr"])
    try Files.writeAtomically(Array("subjectAltName=DNS:localhost,IP:127.0.0.1\n".utf8), to: "\(root.path)/forge.ext")
    try await root.run(
      "openssl",
      [
        "x509", "-req", "-days", "2", "-in", "\(root.path)/forge.csr", "-CA", "\(root.path)/forge-ca.pem", "-CAkey", "\(root.path)/ca.key",
        "-CAcreateserial", "-extfile", "\(root.path)/forge.ext", "-out", "\(root.path)/forge.crt",
      ])
    let both =
      try Files.readText("\(root.path)/forge.key", limit: 1 << 16) + Files.readText("\(root.path)/forge.crt", limit: 1 << 16)
    try Files.writeAtomically(Array(both.utf8), to: "\(root.path)/forge.pem")
  }

  /// Makes or changes what it holds: `do_OPERATION` of ForgeServer/model.py. One call at a time.
  /// - Returns: what it answers.
  @discardableResult
  package func control(_ operation: String, _ arguments: JSONValue = [:]) async throws -> JSONValue {
    var object = arguments.object ?? JSONObject()
    object["op"] = .string(operation)
    try await process.write(Array((JSONValue.object(object).serialized() + "\n").utf8))
    var bytes = unread.withLock { $0 }
    while !bytes.contains(0x0a), let more = await process.output.next() { bytes += more }
    let line = bytes.prefix { $0 != 0x0a }
    let rest = Array(bytes.dropFirst(line.count + 1))
    unread.withLock { $0 = rest }
    let answer = try JSONValue.parse(Array(line))
    if let error = answer["error"]?.string { throw TestRepositoryFailure(text: "the forge server at \(operation): \(error)") }
    return answer
  }

  /// A token and a repository of a private forge, as most tests want them.
  package func prepare(token: String, login: String = "ann", owner: String = "ops", name: String = "tools") async throws {
    try await control("token", ["token": .string(token), "login": .string(login)])
    try await control("repository", ["owner": .string(owner), "name": .string(name)])
  }

  /// All that was asked so far, in order: `METHOD PATH` below the prefix.
  package func journal() async throws -> [String] {
    (try await control("journal")["journal"]?.array ?? []).compactMap { $0["line"]?.string }
  }

  /// - Throws: when a request or an answer so far was not as the API's description says.
  package func check() async throws {
    let texts = (try await control("violations")["violations"]?.array ?? []).compactMap(\.string)
    if !texts.isEmpty { throw TestRepositoryFailure(text: "not as the API's description says:\n" + texts.joined(separator: "\n")) }
  }

  private func end() async {
    process.closeInput()
    _ = await process.wait()
  }
}
