import CensusModel
import NetworkTypes

/// The fields of a compiled list, read one after another, none beyond its end.
struct CompiledFields {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    private mutating func take(_ count: Int) throws(WatchlistError.Problem) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .damagedCompiledList(reason: "it ends within a field") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func number<Value: FixedWidthInteger & UnsignedInteger>(
        _ type: Value.Type
    ) throws(WatchlistError.Problem) -> Value {
        var value: Value = 0
        for byte in try take(Value.bitWidth / 8).reversed() { value = value << 8 | Value(byte) }
        return value
    }

    /// How many things follow somewhere, each of some bytes at least.
    mutating func count(ofSize size: Int) throws(WatchlistError.Problem) -> Int {
        let count = Int(try number(UInt32.self))
        guard count <= rest.count / size else { throw .damagedCompiledList(reason: "a count is too large") }
        return count
    }

    mutating func text() throws(WatchlistError.Problem) -> String {
        String(decoding: try take(Int(try number(UInt32.self))), as: UTF8.self)
    }

    /// - Parameter texts: what labels and sources point into.
    mutating func profile(_ texts: [String]) throws(WatchlistError.Problem) -> EntryProfile {
        var profile = EntryProfile()
        let port = try number(UInt16.self)
        profile.port = port == 0 ? nil : port
        profile.transport = UInt8(exactly: try number(UInt16.self)).map { TransportProtocol(rawValue: $0) }
        guard let threatClass = ThreatClass(rawValue: try number(UInt8.self)) else {
            throw .damagedCompiledList(reason: "a class is unknown")
        }
        profile.threatClass = threatClass
        let confidence = try number(UInt8.self)
        profile.confidence = confidence <= 100 ? confidence : nil
        profile.validity.from = Timestamp(nanoseconds: Int64(bitPattern: try number(UInt64.self)))
        profile.validity.until = Timestamp(nanoseconds: Int64(bitPattern: try number(UInt64.self)))
        profile.labels = try list(texts)
        profile.sources = try list(texts)
        return profile
    }

    private mutating func list(_ texts: [String]) throws(WatchlistError.Problem) -> [String] {
        var result: [String] = []
        for _ in 0..<(try count(ofSize: 4)) {
            let number = Int(try number(UInt32.self))
            guard number < texts.count else { throw .damagedCompiledList(reason: "a text is missing") }
            result.append(texts[number])
        }
        return result
    }

    /// Hands on IPv4 entries as `EntryTable` packs them, their profiles translated.
    mutating func forEachEntry4(
        _ count: Int, _ profiles: [UInt32], _ body: (UInt64) -> Void
    ) throws(WatchlistError.Problem) {
        let bytes = try take(count * 8)
        let span = bytes.span
        let mask = UInt64(EntryTable.maximumProfiles - 1)
        for index in 0..<count {
            var packed: UInt64 = 0
            for byte in 0..<8 { packed |= UInt64(span[8 * index + byte]) << UInt64(8 * byte) }
            let length = packed >> 26 & 63
            let profile = Int(packed & mask)
            let hostMask: UInt64 = 0xFFFF_FFFF >> min(length, 32)
            guard length <= 32, profile < profiles.count, packed >> 32 & hostMask == 0 else {
                throw .damagedCompiledList(reason: "an entry cannot be read")
            }
            body(packed & ~mask | UInt64(profiles[profile]))
        }
    }
}
