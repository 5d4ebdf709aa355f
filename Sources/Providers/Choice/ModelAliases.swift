/// Short names of models → the full ids that they mean now. Any other name goes through as it is.
package enum ModelAliases {
  /// When the table was last compared with the provider's own.
  package static let date = "2026-11-21"

  /// The table; Anthropic's own newest of each family (https://platform.claude.com/docs/about-claude/models/overview).
  package static let anthropic = [
    "sonnet": "claude-sonnet-5-5", "opus": "claude-opus-5-5", "haiku": "claude-haiku-5-5", "fable": "claude-fable-5-1",
  ]

  /// The model of Anthropic when none is named.
  package static let anthropicDefault = "claude-sonnet-5-5"

  /// The model of OpenAI when none is named.
  package static let openAIDefault = "gpt-6.1-sol"

  /// The full id of a name.
  package static func resolve(_ name: String) -> String { anthropic[name.lowercased()] ?? name }
}
