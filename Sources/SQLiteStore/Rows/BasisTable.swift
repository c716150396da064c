import CensusModel
import GRDB

/// The table `basis`: what decides beside the lists whether a packet counts.
enum BasisTable {
    /// - Parameter schema: the name of the attached database.
    /// - Returns: `nil` where it is not known.
    static func basis(_ database: Database, in schema: String = "main") throws -> CountingBasis? {
        // A store of an earlier version that must not be written has no such table.
        guard try database.tableExists("basis", in: schema) else { return nil }
        var values: [String: String] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT name, value FROM \(schema).basis") {
            values[try row.value("name")] = try row.value("value") as String
        }
        guard !values.isEmpty else { return nil }
        guard let networks = values["--internal"], let tunnels = values["--tunnels"],
            let peers = values["--tunnel-peers"]
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a basis without one of its parts") }
        return CountingBasis(internalNetworks: networks, tunnels: tunnels, tunnelPeers: peers)
    }

    /// Whether nothing was counted by any.
    static func isEmpty(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT NOT EXISTS (SELECT 1 FROM main.source WHERE packets > 0 OR records > 0)") ?? true
    }

    static func set(_ basis: CountingBasis, _ database: Database) throws {
        for (name, value) in basis.parts {
            try database.execute(
                sql:
                    "INSERT INTO main.basis (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                arguments: [name, value])
        }
    }

    /// What differs first between the basis of what was counted and another.
    static func difference(_ counted: CountingBasis, _ given: CountingBasis) -> SQLiteCensusError.Problem? {
        zip(counted.parts, given.parts).first { $0.value != $1.value }.map { counted, given in
            .otherBasis(option: counted.name, counted: counted.value, given: given.value)
        }
    }
}
