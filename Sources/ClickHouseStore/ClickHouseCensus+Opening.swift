import CensusModel
import Foundation
import Synchronization

extension ClickHouseCensus {
    /// Makes the tables where they may be made, brings those of an earlier version up to date where they may be changed, and refuses
    /// what a newer version made.
    /// - Parameter asked: on which servers tables are made that are missing; `nil` where that is not said.
    func open(_ access: StoreAccess, _ asked: TableLayout? = nil) throws {
        try waitForServer()
        try learnLayout(asked)
        let (there, version) = (try tableNames(), try version())
        foundVersion.withLock { $0 = version ?? Tables.version }
        if let version, version > Tables.version {
            throw failure(.newerVersion(found: version, known: Tables.version))
        }
        if let version, version < Tables.version {
            if access != .read { return try makeTables() }
            guard version >= Self.firstReadVersion else {
                throw failure(.olderVersion(found: version, known: Tables.version))
            }
        }
        let isWhole = there == Tables.names && version != nil
        if access == .write, try !isWhole || !hasKeptTables() { try makeTables() }
        guard try tableNames() == Tables.names, try self.version() != nil else { throw failure(.missing) }
    }

    /// Of the tables that whoever only reads takes as they are: those of the second version keep no counts.
    private static let firstReadVersion = 2

    /// Whether there are tables of counts that outlive their flows, which come to a store of an earlier version while it is open.
    func hasKeptTables() throws -> Bool {
        if keepsCounts.withLock({ $0 }) { return true }
        let isThere = try tableNames(Tables.keptNames) == Tables.keptNames
        if isThere { keepsCounts.withLock { $0 = true } }
        return isThere
    }

    /// The version of the tables; `nil` where there are none.
    private func version() throws -> Int? {
        try tableNames().contains("setting") ? setting("version").flatMap { Int($0) } : nil
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

    private func tableNames(_ names: [String] = Tables.names) throws -> [String] {
        let names = names.map(SQL.text).joined(separator: ", ")
        return try rows(
            "SELECT toUInt8(1), name FROM system.tables WHERE database = \(SQL.text(server.address.database)) "
                + "AND name IN (\(names)) ORDER BY name", "look for its tables"
        ) { try $0.text() }
    }

    /// Makes what is missing; of two processes that do so at once each finds the tables of both.
    private func makeTables() throws {
        let operation = "make its tables"
        let layout = layout
        try define("CREATE DATABASE IF NOT EXISTS `\(server.address.database)`\(layout.onCluster)", operation)
        for statement in tables.statements(layout) { try define(statement, operation) }
        try learnLayout(layout)
        for column in try missingShipping() {
            do {
                try server.run("ALTER TABLE \(tables.claim) ADD COLUMN \(column.name) \(column.type)", operation)
            } catch {
                // Of two processes that add it at once one finds it there.
                guard try !missingShipping().contains(where: { $0.name == column.name }) else { continue }
                throw error
            }
        }
        if try version() != Tables.version {
            try set("version", "\(Tables.version)", number: UInt64(Tables.version))
        }
    }

    /// The columns of claims that the first version did not make.
    private func missingShipping() throws -> [Tables.Column] {
        let question = """
            SELECT toUInt8(1), name FROM system.columns
            WHERE database = \(SQL.text(server.address.database)) AND table = 'claim'
            """
        let found = try rows(question, "look for its columns") { try $0.text() }
        return Tables.shipping.filter { !found.contains($0.name) }
    }
}
