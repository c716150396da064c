import CensusModel
import Digests
import NetworkTypes

/// Entries in the form that loads fastest, which `watchlist compile` writes and every command reads as a list.
///
/// All numbers are little-endian. A magic of 8 bytes that no text begins with, the version (UInt32), the counts of texts,
/// profiles, IPv4 and IPv6 entries (UInt32 each); the texts (UInt32 length and UTF-8 each); the profiles; the IPv4 entries as
/// `EntryTable` packs them (8 bytes), sorted; the IPv6 entries (16 + 1 + 4 bytes); at last the SHA-256 of all before it.
package enum CompiledList {
    static let magic: [UInt8] = [0x89] + Array("FLWL".utf8) + [0x0D, 0x0A, 0x1A]
    static let version: UInt32 = 1
    private static let digestLength = SHA256.byteCount

    static func begins(_ head: ArraySlice<UInt8>) -> Bool { head.starts(with: magic) }

    static func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        var bytes: [UInt8] = []
        while true {
            let piece = try reader.nextBytes()
            guard !piece.isEmpty else { break }
            bytes += piece
        }
        guard bytes.count > magic.count + digestLength, begins(bytes[...]) else {
            throw .damagedCompiledList(reason: "it is too short")
        }
        let content = bytes.dropLast(digestLength)
        var fields = CompiledFields(content.dropFirst(magic.count))
        let found = try fields.number(UInt32.self)
        guard found == version else {
            throw .unknownFormat(
                hint: "is a compiled list of version \(found), and \(version) is known: compile it again")
        }
        guard SHA256.hash(data: content).elementsEqual(bytes.suffix(digestLength)) else {
            throw .damagedCompiledList(reason: "its checksum is wrong: it is cut or changed")
        }
        try readEntries(&fields, into: &list.table)
        try list.checkSize()
    }

    private static func readEntries(
        _ fields: inout CompiledFields, into table: inout EntryTable
    ) throws(WatchlistError.Problem) {
        let counts = (
            texts: try fields.count(ofSize: 4), profiles: try fields.count(ofSize: 1), v4: try fields.count(ofSize: 8),
            v6: try fields.count(ofSize: 21)
        )
        var texts: [String] = []
        for _ in 0..<counts.texts { texts.append(try fields.text()) }
        var profiles: [UInt32] = []
        for _ in 0..<counts.profiles { profiles.append(table.number(of: try fields.profile(texts))) }
        table.reserveCapacity(v4: counts.v4, v6: counts.v6)
        try fields.forEachEntry4(counts.v4, profiles) { table.append(packed: $0) }
        for _ in 0..<counts.v6 {
            let address = try fields.number(UInt128.self)
            let length = Int(try fields.number(UInt8.self))
            let profile = Int(try fields.number(UInt32.self))
            guard let prefix = IPPrefix(.v6(IPv6Address(rawValue: address)), length: length), profile < profiles.count
            else {
                throw .damagedCompiledList(reason: "an entry cannot be read")
            }
            table.append(prefix, profile: profiles[profile])
        }
        guard fields.isAtEnd else { throw .damagedCompiledList(reason: "something follows its entries") }
    }

    /// The bytes of a compiled list.
    package static func bytes(of table: EntryTable) -> [UInt8] {
        var texts: [String: UInt32] = [:]
        var allTexts: [String] = []
        var profiles: [UInt8] = []
        for profile in table.profiles {
            profiles.append(
                profile,
                textNumber: { text in
                    if let number = texts[text] { return number }
                    texts[text] = UInt32(allTexts.count)
                    allTexts.append(text)
                    return UInt32(allTexts.count - 1)
                })
        }
        var bytes = magic
        for number in [version, UInt32(allTexts.count), UInt32(table.profiles.count), UInt32(table.v4.count)] {
            bytes.append(number)
        }
        bytes.append(UInt32(table.v6.count))
        for text in allTexts {
            bytes.append(UInt32(text.utf8.count))
            bytes += text.utf8
        }
        bytes += profiles
        for entry in RadixSort.sorted(table.v4) { bytes.append(entry) }
        for entry in table.v6.sorted(by: { ($0.address, $0.length) < ($1.address, $1.length) }) {
            bytes.append(entry.address)
            bytes.append(entry.length)
            bytes.append(entry.profile)
        }
        return bytes + SHA256.hash(data: bytes)
    }
}

/// Reads what `watchlist compile` wrote.
struct CompiledFormat: ListReading {
    func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        try CompiledList.parse(reader, into: &list)
    }
}

extension [UInt8] {
    fileprivate mutating func append<Value: FixedWidthInteger & UnsignedInteger>(_ number: Value) {
        for byte in 0..<Value.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> Value(8 * byte))) }
    }

    fileprivate mutating func append(_ profile: EntryProfile, textNumber: (String) -> UInt32) {
        append(profile.port ?? 0)
        append(profile.transport.map { UInt16($0.rawValue) } ?? .max)
        append(profile.threatClass.rawValue)
        append(profile.confidence ?? .max)
        append(UInt64(bitPattern: profile.validity.from.nanoseconds))
        append(UInt64(bitPattern: profile.validity.until.nanoseconds))
        for list in [profile.labels, profile.sources] {
            append(UInt32(list.count))
            for text in list { append(textNumber(text)) }
        }
    }
}
