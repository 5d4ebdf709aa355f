/// What the exit status of a whole shell command says about one program in it.
enum StatusShown: Hashable {
  /// It is the program's own; or the program was not reached, since one before it failed.
  case own
  /// Zero says that the program succeeded, another number nothing.
  case ifZero
  /// Another number than zero says that the program failed, zero nothing.
  case ifNotZero
  /// Nothing.
  case no(Deed.Cover)

  /// The same of a program that says this about what says that.
  func and(_ inner: StatusShown) -> StatusShown {
    switch (self, inner) {
    case (.no, _): self
    case (_, .no): inner
    case (.own, _): inner
    case (_, .own): self
    case (.ifZero, .ifZero), (.ifNotZero, .ifNotZero): self
    case (.ifZero, .ifNotZero), (.ifNotZero, .ifZero): .no(.alternative)
    }
  }
}
