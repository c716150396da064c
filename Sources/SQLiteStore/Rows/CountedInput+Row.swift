import CensusModel
import Foundation
import GRDB

extension CountedInput {
    init(_ row: Row) throws {
        self.init(
            source: try row.value("id"), name: try row.value("name"),
            head: SourceIdentity(beginning: try row.value("beginning"), markData: try row.value("head")),
            position: UInt64(clamping: try row.value("position") as Int64),
            tail: [UInt8](try row.value("tail") as Data), packets: UInt64(clamping: try row.value("packets") as Int64))
    }
}

extension SourceIdentity {
    var markData: Data {
        Data(marks.flatMap { mark in (0..<8).map { UInt8(truncatingIfNeeded: mark >> UInt64(56 - 8 * $0)) } })
    }

    init(beginning: Data, markData: Data) {
        let bytes = [UInt8](markData)
        let marks = stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(beginning: [UInt8](beginning), marks: marks)
    }
}
