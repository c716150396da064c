import Foundation
import GRDB
import NetworkTypes

/// The table `attribution`: numbers for what lists say of origins.
struct AttributionTable {
    private var numbers: [Attribution: Int64] = [:]

    init(_ database: Database) throws {
        for (number, attribution) in try Self.all(database) { numbers[attribution] = number }
    }

    static func all(_ database: Database) throws -> [Int64: Attribution] {
        var attributions: [Int64: Attribution] = [:]
        // A store of the first version that must not be written says nothing of ports.
        let hasPorts = try database.columns(in: "attribution").contains { $0.name == "port_matched" }
        let sql = "SELECT id, class, labels, \(hasPorts ? "port_matched" : "0") FROM attribution"
        let rows = try Row.fetchCursor(database, sql: sql)
        while let row = try rows.next() {
            guard let threatClass = ThreatClass(rawValue: UInt8(clamping: try row.number(1))),
                let labels = try? JSONDecoder().decode([String].self, from: Data(try row.text(2).utf8))
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an attribution of no known class") }
            attributions[try row.number(0)] = Attribution(
                threatClass: threatClass, labels: labels, matchesPort: try row.number(3) == 1)
        }
        return attributions
    }

    /// The number of an attribution, which is added where it is new.
    mutating func number(of attribution: Attribution, _ database: Database) throws -> Int64 {
        if let number = numbers[attribution] { return number }
        let labels = String(decoding: try JSONEncoder().encode(attribution.labels), as: UTF8.self)
        try database.execute(
            sql: "INSERT INTO attribution (class, labels, port_matched) VALUES (?, ?, ?)",
            arguments: [Int64(attribution.threatClass.rawValue), labels, attribution.matchesPort ? 1 : 0])
        numbers[attribution] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }
}
