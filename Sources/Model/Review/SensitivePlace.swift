/// A path in lower case, taken apart.
struct SensitivePlace {
  let path: String
  let name: String
  let directories: [String]

  init(path: String, name: String, directories: some Sequence<String>) {
    self.path = path
    self.name = name
    self.directories = Array(directories)
  }
}
