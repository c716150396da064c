import CensusModel
import Foundation
import GRDB

/// The table `attribution`: numbers for what lists say of origins.
struct AttributionTable {
    private var numbers: [Attribution: Int64] = [:]
    /// Flows come sorted by origin, so the next look-up is most often for the same one.
    private var last: (attribution: Attribution, number: Int64)?

    init(_ database: Database) throws {
        for (number, attribution) in try Self.all(database) { numbers[attribution] = number }
    }

    static func all(_ database: Database, in schema: String = "main") throws -> [Int64: Attribution] {
        var attributions: [Int64: Attribution] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT * FROM \(schema).attribution") {
            guard let threatClass = ThreatClass(rawValue: UInt8(clamping: try row.value("class") as Int64)),
                let labels = try? JSONDecoder().decode(
                    [String].self, from: Data((try row.value("labels") as String).utf8))
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an attribution of no known class") }
            // A store of the first version that must not be written has no such column.
            let matchesPort = row.hasColumn("port_matched") ? try row.value("port_matched") == 1 : false
            attributions[try row.value("id")] = Attribution(
                threatClass: threatClass, labels: labels, matchesPort: matchesPort)
        }
        return attributions
    }

    /// The number of an attribution, which is added where it is new.
    mutating func number(of attribution: Attribution, _ database: Database) throws -> Int64 {
        if let last, last.attribution == attribution { return last.number }
        let number = try numbers[attribution] ?? Self.add(attribution, database)
        numbers[attribution] = number
        last = (attribution, number)
        return number
    }

    private static func add(_ attribution: Attribution, _ database: Database) throws -> Int64 {
        let labels = String(decoding: try JSONEncoder().encode(attribution.labels), as: UTF8.self)
        try database.execute(
            sql: "INSERT INTO attribution (class, labels, port_matched) VALUES (?, ?, ?)",
            arguments: [Int64(attribution.threatClass.rawValue), labels, attribution.matchesPort ? 1 : 0])
        return database.lastInsertedRowID
    }
}
