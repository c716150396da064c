import CensusModel
import Foundation

extension ClickHouseCensus {
    /// Makes the tables where they may be made, and refuses what another version made.
    func open(_ access: StoreAccess) throws {
        try waitForServer()
        var there = try tableNames()
        if access == .write, there != Tables.names {
            try makeTables()
            there = try tableNames()
        }
        guard there == Tables.names else { throw failure(.missing) }
        guard let text = try setting("version"), let version = Int(text) else { throw failure(.missing) }
        guard version <= Tables.version else {
            throw failure(.newerVersion(found: version, known: Tables.version))
        }
    }

    /// Seconds that a server may take to answer, since one that has just been started takes a moment.
    private static let patience = 5

    private func waitForServer() throws {
        for _ in 0..<Self.patience {
            do {
                return try checkServer()
            } catch let error as ClickHouseError where error.isUnreachable {
                Thread.sleep(forTimeInterval: 1)
            }
        }
        try checkServer()
    }

    private func checkServer() throws {
        let version = try rows("SELECT toUInt8(1), version()", "ask for its version") { try $0.text() }.first ?? ""
        let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        guard numbers.count == 2, (numbers[0], numbers[1]) >= (18, 16) else {
            throw failure(.olderServer(version: version))
        }
    }

    private func tableNames() throws -> [String] {
        let names = Tables.names.map(SQL.text).joined(separator: ", ")
        return try rows(
            "SELECT toUInt8(1), name FROM system.tables WHERE database = \(SQL.text(server.address.database)) "
                + "AND name IN (\(names)) ORDER BY name", "look for its tables"
        ) { try $0.text() }
    }

    /// Makes what is missing; of two processes that do so at once each finds the tables of both.
    private func makeTables() throws {
        let operation = "make its tables"
        try server.run("CREATE DATABASE IF NOT EXISTS `\(server.address.database)`", operation)
        for statement in tables.statements { try server.run(statement, operation) }
        if try setting("version") == nil { try set("version", "\(Tables.version)", number: 0) }
    }
}
