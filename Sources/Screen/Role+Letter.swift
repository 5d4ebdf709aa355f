extension Role {
  /// The letter that stands for it in golden canvases: `.` for plain text, else by its place in the list.
  package var letter: Character {
    if self == .text { return "." }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$%&*+=@")
    guard let place = Role.allCases.firstIndex(of: self), place - 1 < letters.count else { return "?" }
    return letters[place - 1]
  }
}
