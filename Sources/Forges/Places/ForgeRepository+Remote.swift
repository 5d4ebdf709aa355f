package import Model

extension ForgeRepository {
  /// What a remote's address names, whether there is a forge or not: host and path of a URL; of a path of this machine the directory and its last name.
  package init(remote: String) {
    let text = RemoteText(remote)
    var names = text?.path ?? remote.split(separator: "/").map(String.init)
    let last = names.popLast() ?? remote
    let host = text.map { place in place.host + (place.port.map { ":\($0)" } ?? "") } ?? ""
    self.init(
      host: host, owner: names.joined(separator: "/"), name: last.count > 4 && last.hasSuffix(".git") ? String(last.dropLast(4)) : last)
  }
}
