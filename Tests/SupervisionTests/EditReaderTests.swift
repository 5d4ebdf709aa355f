import Model
import Supervision
import Testing

/// The forms in which engines record what their tools did to files.
@Suite("Recorded edits")
struct EditReaderTests {
  private func edits(_ input: String) -> [RecordedEdit] {
    EditReader.edits(of: ToolCall(id: "c", kind: .edit, name: "Edit", title: "", input: input))
  }

  @Test func textForText() {
    let edit = RecordedEdit(path: "a.txt", change: .replace(old: "x", new: "y", all: false))
    #expect(edits(#"{"file_path":"a.txt","old_string":"x","new_string":"y"}"#) == [edit])
    #expect(edits(#"{"filePath":"a.txt","oldString":"x","newString":"y","replaceAll":false}"#) == [edit])
    #expect(edits(#"{"path":"a.txt","oldText":"x","newText":"y"}"#) == [edit])
    #expect(
      edits(#"{"file_path":"a.txt","edits":[{"old_string":"x","new_string":"y"},{"old_string":"1","new_string":"2","replace_all":true}]}"#)
        == [edit, RecordedEdit(path: "a.txt", change: .replace(old: "1", new: "2", all: true))])
  }

  @Test func wholeFiles() {
    #expect(edits(#"{"file_path":"a.txt","content":"x\ny\n"}"#) == [RecordedEdit(path: "a.txt", change: .write("x\ny\n"))])
    #expect(edits(#"{"path":"a.txt","newText":"x"}"#) == [RecordedEdit(path: "a.txt", change: .write("x"))])
  }

  @Test func listsOfDiffs() {
    let found = edits(
      #"[{"path":"a","kind":"update","diff":"@@ -1,2 +1,2 @@\n x\n-y\n+z\n"},{"path":"b","kind":"add","diff":"new\n"},{"path":"c","kind":"delete","diff":""}]"#
    )
    #expect(
      found == [
        RecordedEdit(path: "a", change: .hunks([RecordedEdit.Run(old: ["x", "y"], new: ["x", "z"])])),
        RecordedEdit(path: "b", change: .write("new\n")), RecordedEdit(path: "c", change: .delete),
      ])
  }

  @Test func patchesInTheirOwnForm() {
    let patch = "*** Begin Patch\n*** Update File: a\n@@ func\n x\n-y\n+z\n*** Add File: b\n+new\n+lines\n*** Delete File: c\n*** End Patch"
    let wanted = [
      RecordedEdit(path: "a", change: .hunks([RecordedEdit.Run(old: ["x", "y"], new: ["x", "z"])])),
      RecordedEdit(path: "b", change: .write("new\nlines\n")), RecordedEdit(path: "c", change: .delete),
    ]
    #expect(edits(patch) == wanted)
    #expect(edits("{\"patchText\":\"\(patch.replacing("\n", with: "\\n"))\"}") == wanted)
  }

  @Test(arguments: [
    "", "{", "[]", "[1,2]", "\"x\"", "{}", "{\"file_path\":3}", "{\"file_path\":\"a\"}", "*** Begin Patch",
    "*** Begin Patch\n*** Update File:",
  ])
  func whatIsNoEditIsNone(input: String) {
    #expect(edits(input).isEmpty)
  }
}
