/// Why a turn ended, in the protocol's words.
enum StopReason: String {
  case endTurn = "end_turn"
  case maximumTokens = "max_tokens"
  case maximumRequests = "max_turn_requests"
  case refusal
  case cancelled
}
