// What an unknown encoding may have been meant to be.

import SluiceBytes

/// The encodings that dumps are usually in, by the names that iconv has for them.
enum EncodingNames {
  private static let common: [String] =
    [
      "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be", "us-ascii",
      "latin1", "macintosh", "koi8-r", "koi8-u", "shift_jis", "euc-jp", "iso-2022-jp", "gb2312",
      "gbk",
      "gb18030", "big5", "big5-hkscs", "euc-tw", "euc-kr", "johab", "tis-620", "viscii", "cp037",
      "cp437", "cp500", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860", "cp861",
      "cp862",
      "cp863", "cp864", "cp865", "cp866", "cp874", "cp932", "cp936", "cp949", "cp950", "cp1026",
      "cp1047",
    ] + (1...16).map { "iso-8859-\($0)" } + (1250...1258).map { "windows-\($0)" }
    + (1250...1258).map { "cp\($0)" }

  /// What to say of a name that iconv does not know: the nearest one that it knows, and where to look.
  static func hint(for name: String) -> String {
    let known = common.filter { Iconv(from: $0) != nil }
    let near = NearestName.find(name, in: known).map { "did you mean \"\($0)\"? " } ?? ""
    return near + "`iconv -l` lists the names"
  }
}
