/// The keys of the transcript and the diff.
package enum PaneKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.transcript, .transcriptOpen, "Enter", "Open or fold what is under the cursor", hint: "open"),
    KeyBinding(.transcript, .transcriptNextTurn, "]", "Next turn"),
    KeyBinding(.transcript, .transcriptPreviousTurn, "[", "Previous turn"),
    KeyBinding(.transcript, .transcriptNextCall, "}", "Next tool call or error"),
    KeyBinding(.transcript, .transcriptPreviousCall, "{", "Previous tool call or error"),
    KeyBinding(.transcript, .transcriptFollow, "f", "Follow what comes", hint: "follow"),
    KeyBinding(.transcript, .transcriptToDiff, "b", "To the diff of what the call wrote"),
    KeyBinding(.transcript, .transcriptCopy, "y", "Copy"),
    KeyBinding(.transcript, .taskMessage, "m", "Write a message to the agent", hint: "message"),
    KeyBinding(.diff, .diffTree, "Enter", "File tree, or its text", hint: "tree or text"),
    KeyBinding(.diff, .diffNextHunk, "]", "Next hunk", hint: "hunk"),
    KeyBinding(.diff, .diffPreviousHunk, "[", "Previous hunk"),
    KeyBinding(.diff, .diffNextFile, "}", "Next file", hint: "file"),
    KeyBinding(.diff, .diffPreviousFile, "{", "Previous file"),
    KeyBinding(.diff, .diffReviewed, "v", "Reviewed, or not", hint: "reviewed"),
    KeyBinding(.diff, .diffComment, "c", "Comment on the line or the range; on a comment: change it", hint: "comment"),
    KeyBinding(.diff, .diffRange, "V", "Begin or end a range of lines"),
    KeyBinding(.diff, .diffSendComments, "C", "Send all comments to the agent as one message; it is shown first", hint: "send comments"),
    KeyBinding(.diff, .diffSideBySide, "s", "Side by side, or one below the other"),
    KeyBinding(.diff, .diffWhitespace, "w", "Show changes of white space, or not"),
    KeyBinding(.diff, .diffMoreContext, ">", "More lines around changes"),
    KeyBinding(.diff, .diffLessContext, "<", "Fewer lines around changes"),
    KeyBinding(.diff, .diffLeft, "h Left", "Long lines to the left"),
    KeyBinding(.diff, .diffRight, "l Right", "Long lines to the right"),
    KeyBinding(.diff, .diffToTranscript, "b", "To the tool call that wrote the file"),
    KeyBinding(.diff, .diffCopy, "y", "Copy"),
    KeyBinding(.diff, .taskApprove, "A", "Approve and publish: everything is shown first", hint: "approve"),
    KeyBinding(.diff, .taskMessage, "m", "Write a message to the agent"),
  ]
}
