import Client
import Configuration
import Platform
import Screen

/// Where themes lie: the operator's own, then the shipped ones beside the program.
enum ThemeFolders {
  /// The library over them.
  static func library(_ paths: SettingsPaths, _ environment: [String: String]) -> ThemeLibrary {
    var folders = [Files.parent(of: paths.config) + "/themes"]
    if let executable = Environment.executable {
      // PREFIX/bin/carrel → PREFIX/share/carrel/themes; a build in the checkout → themes at its top.
      folders.append(Files.parent(of: Files.parent(of: executable)) + "/share/carrel/themes")
      var folder = Files.parent(of: executable)
      for _ in 0..<5 {
        folder = Files.parent(of: folder)
        if Files.exists("\(folder)/Package.swift") { folders.append("\(folder)/themes") }
      }
    }
    return ThemeLibrary(directories: folders)
  }
}
