/// The shells that completions are made for.
package enum CompletionShell: String, Hashable, Sendable, CaseIterable {
  case bash, zsh, fish
}
