import CensusModel
import Foundation
import GRDB

extension CountedInput {
    init(_ row: Row, lists: [ListSet] = []) throws {
        self.init(
            source: try row.value("id"), name: try row.value("name"),
            head: SourceIdentity(
                beginning: try row.value("beginning"), markData: try row.value("head"),
                trail: try row.optionalValue("trail", Data.self).map(SourceTrail.init(data:))),
            position: UInt64(clamping: try row.value("position") as Int64),
            tail: [UInt8](try row.value("tail") as Data), packets: UInt64(clamping: try row.value("packets") as Int64),
            lists: lists, kind: SourceKind(rawValue: try row.value("kind")) ?? .capture)
    }
}

extension SourceIdentity {
    var markData: Data {
        Data(marks.flatMap { mark in (0..<8).map { UInt8(truncatingIfNeeded: mark >> UInt64(56 - 8 * $0)) } })
    }

    init(beginning: Data, markData: Data, trail: SourceTrail?) {
        let bytes = [UInt8](markData)
        let marks = stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(beginning: [UInt8](beginning), marks: marks, trail: trail)
    }
}

/// How a trail stands in the column `trail`, all numbers little-endian: the format's number (1 byte), how many records
/// there are (4), the digests of these (4 each), and those of the probes (8 each).
extension SourceTrail {
    private static let format: UInt8 = 1
    private static let headerLength = 5

    var data: Data {
        var data = Data(capacity: Self.headerLength + 4 * records.count + 8 * probes.count)
        data.append(Self.format)
        Self.append(UInt32(clamping: records.count), to: &data)
        for record in records { Self.append(record, to: &data) }
        for probe in probes { Self.append(probe, to: &data) }
        return data
    }

    private static func append(_ number: some FixedWidthInteger, to data: inout Data) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe data.append(contentsOf: $0) }
    }

    /// - Throws: `DatabaseError` where the bytes are not what is written here.
    init(data: Data) throws {
        let bytes = [UInt8](data)
        let number = { (range: Range<Int>) in bytes[range].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) } }
        guard bytes.count >= Self.headerLength, bytes[0] == Self.format else { throw Self.damage }
        let probesStart = Self.headerLength + 4 * Int(number(1..<5))
        guard probesStart <= bytes.count, (bytes.count - probesStart) % 8 == 0,
            (bytes.count - probesStart) / 8 <= Self.mostProbes
        else { throw Self.damage }
        self.init(
            records: stride(from: Self.headerLength, to: probesStart, by: 4).map {
                UInt32(truncatingIfNeeded: number($0..<$0 + 4))
            },
            probes: stride(from: probesStart, to: bytes.count, by: 8).map { number($0..<$0 + 8) })
    }

    private static let damage = DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "a source whose trail is no list of digests")
}
