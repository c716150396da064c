package import CensusModel
import Foundation
import NetworkTypes

extension ClickHouseCensus {
    /// What is kept under a name; `nil` where nothing is.
    func setting(_ name: String) throws -> String? {
        try numberedSetting(name)?.value
    }

    private func numberedSetting(_ name: String) throws -> (number: UInt64, value: String)? {
        try rows(
            "SELECT toUInt8(1), number, value FROM \(tables.setting) WHERE name = \(SQL.text(name)) "
                + "ORDER BY number DESC, noted, id LIMIT 1", "read what is kept of it"
        ) { (number: try $0.number(UInt64.self), value: try $0.text()) }.first
    }

    func set(_ name: String, _ value: String, number: UInt64, id: UInt128 = randomID()) throws {
        var row = RowWriter()
        row.add(name)
        row.add(number)
        row.add(value)
        row.add(fixed: id)
        try server.insert(row.bytes, into: tables.setting, Tables.settingColumns.map(\.name), "keep something of it")
    }

    // MARK: - Basis

    private static let basisName = "basis"

    /// What decides beside the lists whether a packet counts; `nil` where that is not known.
    func basis() throws -> CountingBasis? {
        guard let text = try setting(Self.basisName) else { return nil }
        guard let parts = try? JSONDecoder().decode([String].self, from: Data(text.utf8)), parts.count == 3 else {
            throw failure(.damaged(reason: "a basis of counting that cannot be read"))
        }
        return CountingBasis(internalNetworks: parts[0], tunnels: parts[1], tunnelPeers: parts[2])
    }

    /// Notes what decides beside the lists whether a packet counts. A store that holds nothing takes any.
    package func adopt(_ basis: CountingBasis) throws {
        let known = try self.basis()
        guard known != basis else { return }
        let isEmpty = try known == nil || !sources().contains { $0.packets > 0 || $0.records > 0 }
        if isEmpty {
            let number = try numberedSetting(Self.basisName).map { $0.number + 1 } ?? 0
            let text = try JSONEncoder().encode(basis.parts.map(\.value))
            try set(Self.basisName, String(decoding: text, as: UTF8.self), number: number)
        }
        // Of two processes that noted theirs at once, one finds the other's here.
        guard let kept = try self.basis(), kept != basis else { return }
        for (counted, given) in zip(kept.parts, basis.parts) where counted.value != given.value {
            throw failure(.otherBasis(option: counted.name, counted: counted.value, given: given.value))
        }
    }

    // MARK: - Collectors

    private static let collectorPrefix = "collector:"

    package func keep(_ state: [UInt8], ofCollector name: String) throws {
        // One identifier, so that the engine forgets what came before.
        let text = state.hexadecimal
        try set(Self.collectorPrefix + name, text, number: UInt64(Date().timeIntervalSince1970 * 1e6), id: 0)
    }

    package func collectorStates() throws -> [[UInt8]] {
        let question = """
            SELECT toUInt8(1), unhex(argMax(value, number)), max(number) AS latest FROM \(tables.setting)
            WHERE startsWith(name, \(SQL.text(Self.collectorPrefix))) GROUP BY name ORDER BY latest, name
            """
        return try rows(question, "read what collectors know") { reader in
            let state = try reader.data()
            _ = try reader.number(UInt64.self)
            return state
        }
    }
}
