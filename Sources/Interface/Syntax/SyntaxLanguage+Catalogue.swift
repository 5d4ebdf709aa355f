extension SyntaxLanguage {
  /// Every language, by name and alias.
  static let catalogue: [String: SyntaxLanguage] = {
    var result: [String: SyntaxLanguage] = [:]
    for language in compiled + scripts + texts {
      result[language.name] = language
      for alias in language.aliases { result[alias] = language }
    }
    return result
  }()

  private static let tripleQuote = Quote("\"\"\"", multiline: true)
  private static let plainQuote = Quote("\"")
  private static let singleQuote = Quote("'")
  private static let backQuote = Quote("`", multiline: true)

  private static let compiled: [SyntaxLanguage] = [
    SyntaxLanguage(
      "swift", aliases: ["swiftinterface"],
      keywords: """
        actor as associatedtype async await borrowing break case catch class consuming continue convenience default defer deinit do dynamic else enum \
        extension fallthrough false fileprivate final for func get guard if import in indirect infix init inout internal is isolated lazy let mutating \
        nil nonisolated nonmutating open operator optional override package postfix precedencegroup prefix private protocol public repeat required \
        rethrows return self sending set some any static struct subscript super switch throw throws true try typealias unowned var weak where while willSet \
        didSet
        """, types: "Self", line: ["//"], block: ("/*", "*/"),
      quotes: [Quote("#\"\"\"", "\"\"\"#", escapes: false, multiline: true), tripleQuote, Quote("#\"", "\"#", escapes: false), plainQuote],
      traits: [.capitalTypes, .attributes, .nestedComments]),
    SyntaxLanguage(
      "c", aliases: ["h", "cpp", "c++", "cc", "cxx", "hpp", "hh", "hxx", "ino", "m", "mm", "cu", "glsl"],
      keywords: """
        alignas alignof asm auto break case catch class co_await co_return co_yield concept const consteval constexpr constinit const_cast continue decltype \
        default delete do dynamic_cast else enum explicit export extern false final for friend goto if inline mutable namespace new noexcept nullptr \
        operator override private protected public register reinterpret_cast requires restrict return sizeof static static_assert static_cast struct switch \
        template this thread_local throw true try typedef typeid typename union using virtual volatile while NULL
        """,
      types: """
        bool char double float int long short signed unsigned void wchar_t size_t ssize_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t \
        intptr_t uintptr_t ptrdiff_t FILE
        """, line: ["//"], block: ("/*", "*/"), quotes: [plainQuote, singleQuote], traits: [.directives]),
    SyntaxLanguage(
      "go", aliases: ["golang"],
      keywords: """
        break case chan const continue default defer else fallthrough false for func go goto if import interface iota map nil package range return select \
        struct switch true type var
        """,
      types: """
        any bool byte comparable complex128 complex64 error float32 float64 int int16 int32 int64 int8 rune string uint uint16 uint32 uint64 uint8 uintptr
        """, line: ["//"], block: ("/*", "*/"), quotes: [Quote("`", escapes: false, multiline: true), plainQuote, singleQuote]),
    SyntaxLanguage(
      "rust", aliases: ["rs"],
      keywords: """
        as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self static struct \
        super trait true type union unsafe use where while yield
        """, types: "Self bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize", line: ["//"], block: ("/*", "*/"),
      quotes: [Quote("r#\"", "\"#", escapes: false, multiline: true), Quote("\"", multiline: true), singleQuote],
      traits: [.capitalTypes, .nestedComments, .lifetimes, .attributes]),
    SyntaxLanguage(
      "java", aliases: ["scala", "groovy", "gradle", "dart"],
      keywords: """
        abstract as assert async await break by case catch class const continue default do else enum export extends extension external final finally for \
        get goto if implements import in instanceof interface late lazy mixin native new null of override package permits private protected public record \
        required return sealed set static strictfp super switch synchronized this throw throws transient true false try typedef val var def volatile when \
        while with yield
        """, types: "boolean byte char double float int long short void bool", line: ["//"], block: ("/*", "*/"),
      quotes: [tripleQuote, plainQuote, singleQuote], traits: [.capitalTypes, .attributes]),
    SyntaxLanguage(
      "kotlin", aliases: ["kt", "kts"],
      keywords: """
        abstract actual annotation as break by catch class companion const constructor continue crossinline data do dynamic else enum expect external false \
        final finally for fun get if import in infix init inline inner interface internal is lateinit noinline null object open operator out override package \
        private protected public reified return sealed set super suspend tailrec this throw true try typealias typeof val value var vararg when where while
        """, line: ["//"], block: ("/*", "*/"), quotes: [Quote("\"\"\"", escapes: false, multiline: true), plainQuote, singleQuote],
      traits: [.capitalTypes, .attributes, .nestedComments]),
    SyntaxLanguage(
      "csharp", aliases: ["cs", "c#", "csx", "razor", "cshtml"],
      keywords: """
        abstract add as async await base break case catch checked class const continue default delegate do else enum event explicit extern false file finally \
        fixed for foreach get global goto if implicit in init interface internal is lock namespace new not null operator or out override params partial private \
        protected public readonly record ref remove required return sealed select set sizeof stackalloc static struct switch this throw true try typeof \
        unchecked unsafe using value var virtual volatile when where while with yield from orderby
        """,
      types: "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort void",
      line: ["//"],
      block: ("/*", "*/"),
      quotes: [
        tripleQuote, Quote("$@\"", "\"", escapes: false, multiline: true), Quote("@\"", "\"", escapes: false, multiline: true),
        Quote("$\"", "\""), plainQuote, singleQuote,
      ],
      traits: [.capitalTypes, .directives]),
    SyntaxLanguage(
      "javascript", aliases: ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "typescript", "vue", "svelte"],
      keywords: """
        abstract as asserts async await break case catch class const continue debugger declare default delete do else enum export extends false finally for \
        from function get if implements import in infer instanceof interface is keyof let namespace new null of override package private protected public \
        readonly return satisfies set static super switch this throw true try type typeof undefined unique var while with yield
        """, types: "any bigint boolean never number object string symbol unknown void", line: ["//"], block: ("/*", "*/"),
      quotes: [backQuote, plainQuote, singleQuote], traits: [.capitalTypes, .attributes]),
  ]

  private static let scripts: [SyntaxLanguage] = [
    SyntaxLanguage(
      "python", aliases: ["py", "pyi", "pyw", "sconstruct", "bzl", "build", "starlark"],
      keywords: """
        and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not \
        or pass raise return self True try type while with yield
        """, types: "bool bytes dict float frozenset int list object set str tuple", line: ["#"],
      quotes: [tripleQuote, Quote("'''", multiline: true), plainQuote, singleQuote], traits: [.capitalTypes, .attributes]),
    SyntaxLanguage(
      "shell",
      aliases: [
        "sh", "bash", "zsh", "ksh", "console", ".bashrc", ".profile", "bats", "env", ".env",
      ],
      keywords: """
        case do done elif else esac exit export fi for function if in local readonly return select set shift source then time trap unset until while alias \
        declare eval exec
        """, line: ["#"], quotes: [Quote("\"", multiline: true), Quote("'", escapes: false, multiline: true)],
      traits: [.variables, .dashes]),
    SyntaxLanguage(
      "dockerfile", aliases: ["containerfile", "docker"],
      keywords: """
        add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir
        """, line: ["#"], quotes: [Quote("\"", multiline: true), Quote("'", escapes: false, multiline: true)],
      traits: [.variables, .dashes, .firstWords, .ignoresCase]),
    SyntaxLanguage(
      "makefile", aliases: ["make", "mk", "mak", "gnumakefile", "bsdmakefile"],
      keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override private sinclude undefine unexport vpath",
      line: ["#"],
      quotes: [plainQuote, singleQuote], traits: [.keys, .variables, .dashes]),
    SyntaxLanguage(
      "ruby", aliases: ["rb", "rake", "gemfile", "rakefile"],
      keywords: """
        alias and begin BEGIN break case class def defined do else elsif end END ensure false for if in module next nil not or redo require rescue retry return \
        self super then true undef unless until when while yield
        """, line: ["#"], quotes: [plainQuote, singleQuote], traits: [.capitalTypes, .attributes]),
    SyntaxLanguage(
      "lua", aliases: [],
      keywords: "and break do else elseif end false for function goto if in local nil not or repeat return then true until while",
      line: ["--"],
      block: ("--[[", "]]"), quotes: [Quote("[[", "]]", escapes: false, multiline: true), plainQuote, singleQuote]),
    SyntaxLanguage(
      "php", aliases: ["php5"],
      keywords: """
        abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enum extends final finally fn for \
        foreach function global if implements include instanceof interface isset match namespace new null or print private protected public readonly require \
        return static switch throw trait true false try unset use var while yield
        """, types: "bool float int string void mixed", line: ["//", "#"], block: ("/*", "*/"), quotes: [plainQuote, singleQuote],
      traits: [.capitalTypes, .variables]),
    SyntaxLanguage(
      "sql", aliases: ["psql", "ddl"],
      keywords: """
        add all alter and any as asc begin between by cascade case check column commit constraint create cross default delete desc distinct drop else end exists \
        explain false foreign from full function grant group having if in index inner insert into is join key left like limit not null offset on or order outer \
        primary references returning right rollback select set table then transaction trigger true truncate union unique update using values view when where with
        """,
      types:
        "bigint blob boolean bytea char date decimal double float int integer json jsonb numeric real serial smallint text time timestamp uuid varchar",
      line: ["--"], block: ("/*", "*/"), quotes: [singleQuote, plainQuote, Quote("`")], traits: [.ignoresCase]),
  ]

  private static let texts: [SyntaxLanguage] = [
    SyntaxLanguage(
      "json", aliases: ["jsonc", "json5", "jsonl", "ndjson", "webmanifest"], keywords: "true false null", line: ["//"], traits: [.keys]),
    SyntaxLanguage(
      "yaml", aliases: ["yml"], keywords: "true false null yes no on off", line: ["#"], quotes: [plainQuote, Quote("'", escapes: false)],
      traits: [.keys, .dashes]),
    SyntaxLanguage(
      "toml", aliases: ["ini", "cfg", "conf", "properties", "lock", "editorconfig", "gitconfig"], keywords: "true false inf nan",
      line: ["#", ";"],
      quotes: [tripleQuote, Quote("'''", escapes: false, multiline: true), plainQuote, Quote("'", escapes: false)],
      traits: [.keys, .dashes]),
    SyntaxLanguage("markdown", aliases: ["md", "mdx", "markdn"], quotes: [], traits: [.markdown]),
    SyntaxLanguage(
      "html", aliases: ["htm", "xml", "svg", "xhtml", "plist", "xsd", "xsl"], block: ("<!--", "-->"), quotes: [plainQuote, singleQuote],
      traits: [.tags, .dashes]),
    SyntaxLanguage(
      "css", aliases: [], keywords: "important inherit initial unset auto none", block: ("/*", "*/"),
      quotes: [plainQuote, singleQuote], traits: [.keys, .dashes, .attributes]),
    SyntaxLanguage(
      "scss", aliases: ["sass", "less"], keywords: "important inherit initial unset auto none if else each for while", line: ["//"],
      block: ("/*", "*/"), quotes: [plainQuote, singleQuote], traits: [.keys, .dashes, .attributes, .variables]),
    SyntaxLanguage("diff", aliases: ["patch", "rej"], quotes: [], traits: [.diffLines]),
  ]
}
