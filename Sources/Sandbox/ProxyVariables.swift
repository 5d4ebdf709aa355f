/// The environment of programs that reach the network through a proxy on their loopback.
package enum ProxyVariables {
  /// The variables. Upper and lower case, since programs read one or the other (curl reads only the lower case of `http_proxy`).
  package static func environment(port: UInt16) -> [String: String] {
    let proxy = "http://127.0.0.1:\(port)"
    let direct = "localhost,127.0.0.1,::1"
    return [
      "HTTPS_PROXY": proxy, "https_proxy": proxy, "HTTP_PROXY": proxy, "http_proxy": proxy, "ALL_PROXY": proxy, "all_proxy": proxy,
      "NO_PROXY": direct, "no_proxy": direct,
      // Node's own fetch and https follow the variables only when they are told to (Node 24; nodejs.org/api/cli.html).
      "NODE_USE_ENV_PROXY": "1",
    ]
  }

  /// Those of an environment.
  package static func those(of environment: [String: String]) -> [String: String] {
    let names = self.environment(port: 0)
    return environment.filter { names[$0.key] != nil }
  }
}
