package import HTTP

/// Where a provider answers and with which credential.
package struct ProviderPlace: Hashable, Sendable {
  /// The provider's name.
  package var name: String
  /// The base URL, without a "/" at its end.
  package var url: String
  /// Header fields of every request: the credential among them.
  package var headers: [HTTPField]
  /// The environment variable that its credential belongs into; nil when it takes none.
  package var keyVariable: String?
  /// The environment variable that its base URL may be given in.
  package var urlVariable: String?
  /// Seconds of silence after which an answer counts as cut.
  package var silenceSeconds: Double
  /// The credential, which is kept out of every text.
  private let secret: String

  /// A place.
  /// - Parameter url: "/" at the end and white space around it do not matter.
  package init(
    name: String, url: String, secret: String = "", headers: [HTTPField] = [], keyVariable: String? = nil, urlVariable: String? = nil,
    silenceSeconds: Double = 600
  ) {
    self.name = name
    var url = url[...]
    while let last = url.last, last == "/" || last.isWhitespace { url.removeLast() }
    self.url = String(url.drop { $0.isWhitespace })
    self.secret = secret
    self.headers = headers
    self.keyVariable = keyVariable
    self.urlVariable = urlVariable
    self.silenceSeconds = silenceSeconds
  }

  /// A text from outside as part of a sentence: one line, at most 300 characters, without the credential.
  func quoted(_ text: String) -> String {
    var words = String.UnicodeScalarView()
    var wasSpace = true
    for scalar in text.unicodeScalars {
      let isSpace = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
      if isSpace && wasSpace { continue }
      words.append(isSpace ? " " : scalar)
      wasSpace = isSpace
      if words.count > 2000 { break }
    }
    var line = String(words)
    if secret.utf8.count > 4 { line = line.replacing(secret, with: "…") }
    while let last = line.last, last == " " || last == "." { line.removeLast() }
    return line.count > 300 ? line.prefix(300) + "…" : line
  }

  /// The same place with this at the end of its base URL unless it is there already.
  func ending(with suffix: String) -> ProviderPlace {
    var place = self
    if !place.url.hasSuffix(suffix) { place.url += suffix }
    return place
  }
}
