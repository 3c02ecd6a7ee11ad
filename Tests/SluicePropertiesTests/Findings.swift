// Inputs that once did not hold, as the fuzzer left them.

import SluiceProperties

/// One of them.
struct Finding: Sendable {
  let property: Property
  /// The input; see the property for what its first bytes decide.
  let input: [UInt8]

  static let all = [
    // The quote that was guessed was the delimiter that was set, or that a line named.
    Finding(property: .sniffer, input: [0, 4, 0, 0, 0, 0, 0, 97, 34, 98, 10]),
    Finding(
      property: .sniffer, input: [0, 0, 0, 0, 0, 0, 0, 115, 101, 112, 61, 34, 10, 97, 34, 98, 10]),
    // The delimiter of a text of one column was the escape that was set.
    Finding(property: .sniffer, input: [0, 0, 0, 4, 0, 0, 0, 97, 10]),
    // A line named the quote that was set as delimiter.
    Finding(
      property: .sniffer, input: [0, 0, 4, 0, 0, 0, 0, 115, 101, 112, 61, 59, 10, 97, 59, 98, 10]),
    // Outbound names with an alias of other characters, with an empty one, and with a split number
    // of more digits than it needs, none of which was a problem.
    Finding(property: .names, input: Array("id_7_7_\u{6}_iter_2036654571136000.sync".utf8)),
    Finding(property: .names, input: Array("id_7_7__iter_2036654571136000.sync".utf8)),
    Finding(property: .names, input: Array("id_7_7_iter_20366545711360999.sync".utf8)),
    // Encrypted twice.
    Finding(property: .names, input: Array("ftp_dpm_4_1366545717.sync.pgp.gpg".utf8)),
    // A trait in a column of added ones and in one of removed ones.
    Finding(
      property: .mapper,
      input: [
        8, 21, 198, 56, 239, 139, 2, 166, 247, 0, 3, 134, 252, 0, 1, 93, 190, 0, 0, 0, 195, 169, 0,
        32, 112,
        97, 100, 100, 101, 100, 0, 32, 92, 0, 34, 44, 34, 107, 34, 61, 34, 118, 0, 117, 49, 0, 92,
        0, 32, 55, 10, 0, 32, 55, 10, 0, 92, 0, 80, 124, 121, 124, 120, 0, 32, 55, 10, 0, 80, 114,
        111, 0, 0,
      ]),
    // A NUL where the second byte of a letter should be.
    Finding(
      property: .reader,
      input: [
        87, 25, 236, 0, 24, 178, 10, 141, 172, 100, 13, 32, 10, 13, 10, 48, 97, 13, 99, 48, 13,
        97, 97, 13, 116, 100, 13, 100, 97, 116, 98, 98, 48, 97, 13, 98, 13, 97, 10, 13, 13, 32,
        98, 32, 116, 48, 34, 195, 0, 10, 195, 169, 92, 13, 13, 39, 0, 126, 13, 152, 9, 39, 39, 92,
        13, 13, 13, 128, 9, 39, 92, 13, 13, 169, 13, 39, 239, 187, 191, 239, 187, 191, 195, 92,
        128, 92, 13, 32, 126, 92, 13, 13, 128, 92, 13, 0, 9, 159, 92, 13, 13, 92, 13, 92, 195, 13,
        159, 97, 39, 195, 92, 128, 99, 34, 97, 97, 48, 116, 99, 99, 100, 32, 97, 98, 98, 99, 13,
        13, 32, 99, 13, 97, 99, 153, 158, 242, 245, 156, 158, 242, 242, 97, 97, 13, 97, 97, 48, 32,
        32, 99, 13, 48, 10, 97, 97, 48, 116, 98, 13, 34, 32, 13, 32, 13, 13, 10, 100, 34, 100, 34,
        97, 97, 100, 98, 10, 13, 116, 13, 97,
      ]),
    // A block whose code lengths have a code without a word, and no end.
    Finding(
      property: .inflate,
      input: [
        136, 64, 0, 53, 0, 202, 255, 0, 0, 206, 215, 196, 214, 163, 180, 46, 49, 158, 13, 211,
        233, 231, 103, 169, 127, 163, 233, 231, 146, 79, 112, 116, 229, 63, 15, 90, 253, 43,
        226, 207, 211, 233, 231, 146, 79, 112, 116, 105, 82, 97, 110, 103, 101, 255, 3, 0, 7,
        13, 48, 75, 53, 0, 0, 0,
      ]),
    // A blank piece of a split field, of which nothing is to become, was expected to be an unknown value.
    Finding(
      property: .mapper,
      input: [
        61, 67, 244, 98, 11, 68, 0, 5, 111, 0, 4, 42, 49, 3, 4, 107, 27, 3, 0, 0, 45, 0, 92, 78, 0,
        32, 55,
        97, 9, 98, 13, 10, 99, 0, 97, 44, 98, 0, 120, 124, 121, 124, 120, 0, 13, 0, 0, 0, 0, 0, 0,
        0, 0, 92, 0,
      ]),
    // A number as long as a line, of which the expected record tried each way to take it apart.
    Finding(
      property: .mapper,
      input: [
        154, 53, 174, 120, 50, 51, 45, 255, 255, 255, 99, 48, 50, 45, 50, 57, 0, 50, 52, 124, 50,
        53, 124, 0, 80, 114, 111, 0, 92, 0, 115, 97, 121, 255, 255, 255, 255, 255, 255, 255, 5, 0,
        0, 0, 0, 34, 61, 34, 0, 120, 124, 121, 124, 120, 0, 32, 112, 97, 100, 100, 101, 100, 32, 0,
        120, 13, 0, 195, 169, 0, 50, 52, 57, 255, 158, 158, 158, 158, 158, 158, 158, 158, 111, 0,
      ]),
  ]
}
