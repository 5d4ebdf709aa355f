package import Model

extension IssueComment {
  /// Whether it says something that whoever works on the issue should know: not what programs wrote, not Carrel's own words, no bare thanks or consent.
  package static func isWorthHaving(_ comment: IssueComment) -> Bool {
    if comment.isBot || comment.author.lowercased().hasSuffix("[bot]") || OwnComment.isMarked(comment.body) { return false }
    guard comment.body.utf8.count <= 60 else { return true }
    var words = ""
    for scalar in comment.body.lowercased().unicodeScalars where scalar.properties.isAlphabetic || scalar.value == 0x2B || isDigit(scalar) {
      words.unicodeScalars.append(scalar)
    }
    return !words.isEmpty && !empty.contains(words)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  /// Comments that are consent or thanks and nothing else, letters and digits only.
  private static let empty: Set<String> = [
    "+1", "++", "1", "thanks", "thankyou", "thx", "ty", "manythanks", "thanksalot", "thankyouverymuch", "metoo", "same", "samehere", "bump",
    "up", "ok", "okay", "yes", "no", "nice", "great", "cool", "done", "fixed", "lgtm", "subscribe", "following", "danke", "merci", "ping",
    "heart",
    "thumbsup", "rocket", "tada", "anyupdate", "anynews", "anyupdates",
  ]
}
