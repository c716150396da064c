/// A country, by the two letters that ISO 3166-1 gives it.
public struct CountryCode: Hashable, Sendable {
    /// The letters in upper case, the first in the second byte.
    ///
    /// 32 bits, though 16 would do: Swift 6.3 lays an optional of 16 bits out behind an optional address such that, in a debug
    /// build, it passes the address's 128 bits misaligned, which crashes.
    private let letters: UInt32

    /// Reads two letters of either case; `nil` for anything else, and for the letters that stand for no known country:
    /// `XX` and `ZZ`, which are never given to one.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(3)).map {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0
        }
        guard bytes.count == 2, bytes.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            return nil
        }
        letters = UInt32(bytes[0]) << 8 | UInt32(bytes[1])
        guard bytes != Array("XX".utf8), bytes != Array("ZZ".utf8) else { return nil }
    }
}

extension CountryCode: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        left.letters < right.letters
    }
}

extension CountryCode: CustomStringConvertible {
    /// The two letters, in upper case.
    public var description: String {
        String(decoding: [UInt8(truncatingIfNeeded: letters >> 8), UInt8(truncatingIfNeeded: letters)], as: UTF8.self)
    }
}
