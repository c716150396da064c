/// On which servers the tables of a census are.
package struct TableLayout: Equatable, Sendable {
    /// Whether the servers of a shard have the same rows, which ZooKeeper sees to.
    package let isReplicated: Bool
    /// The cluster over which rows are spread, as the configuration of its servers names it; `nil` for the server that is named.
    package let cluster: String?

    package init(isReplicated: Bool = false, cluster: String? = nil) {
        (self.isReplicated, self.cluster) = (isReplicated, cluster)
    }

    /// Whether a cluster may be named so.
    package static func isClusterName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    var isOneServer: Bool { self == TableLayout() }

    /// What follows the name of a table in a statement that is for every server.
    var onCluster: String { cluster.map { " ON CLUSTER `\($0)`" } ?? "" }

    /// The table that holds the rows of a server.
    /// - Parameter table: in quotes, behind its database.
    func local(_ table: String) -> String { cluster == nil ? table : "\(table.dropLast())_local`" }

    /// A table of `system`, of one server of each shard.
    func system(_ table: String) -> String {
        cluster.map { "cluster('\($0)', system, \(table))" } ?? "system.\(table)"
    }

    /// What a request sets, so that rows which were acknowledged are seen by every server, and subqueries ask all of them.
    /// - Parameter replicas: of a shard.
    func settings(replicas: UInt64) -> [(name: String, value: String)] {
        var settings: [(name: String, value: String)] = []
        if cluster != nil { settings += [("insert_distributed_sync", "1"), ("distributed_product_mode", "global")] }
        // Fewer than two are no quorum.
        if isReplicated, replicas > 1 {
            settings += [
                ("insert_quorum", "\(replicas / 2 + 1)"), ("insert_quorum_timeout", "60000"),
                ("select_sequential_consistency", "1"),
            ]
        }
        return settings
    }

    /// What makes a table where it is not there: of a cluster the one with each server's rows, and the one that spreads rows over these.
    /// - Parameters:
    ///   - table: in quotes, behind its database.
    ///   - rest: how it is divided and sorted.
    ///   - number: the column by which a row takes the place of others with its key; `nil` where none does.
    ///   - shard: by which number rows are spread. Those of other tables are on the first shard, so that a block of them is whole.
    func statements(
        _ table: String, _ columns: [Tables.Column], _ rest: String, replacingBy number: String? = nil,
        shard: String = "0"
    ) -> [String] {
        let list = columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        let make = { (name: String, engine: String) in
            "CREATE TABLE IF NOT EXISTS \(name)\(onCluster) (\(list)) ENGINE = \(engine)"
        }
        let path = table.split(separator: "`").filter { $0 != "." }.joined(separator: "/")
        let kind = number == nil ? "MergeTree" : "ReplacingMergeTree"
        let parameters = isReplicated ? ["'/clickhouse/tables/{shard}/\(path)'", "'{replica}'"] : []
        let all = (parameters + [number].compactMap(\.self)).joined(separator: ", ")
        let engine = "\(isReplicated ? "Replicated" : "")\(kind)\(all.isEmpty ? "" : "(\(all))") \(rest)"
        guard let cluster else { return [make(table, engine)] }
        let parts = table.split(separator: ".").joined(separator: ", ").dropLast()
        return [
            make(local(table), engine), make(table, "Distributed(`\(cluster)`, \(parts)_local`, \(shard))"),
        ]
    }

    /// - Parameters:
    ///   - engine: of the table `flow`, with its parameters.
    ///   - local: of the table that holds a server's own rows, where there is one.
    init(engine: String, local: String?) {
        let parameters = engine.drop { $0 != "(" }.dropFirst()
        let name = parameters.prefix { $0 != "," }.filter { $0 != "'" && $0 != "`" }
        cluster = engine.hasPrefix("Distributed") ? String(name) : nil
        isReplicated = (local ?? engine).hasPrefix("Replicated")
    }
}

extension TableLayout: CustomStringConvertible {
    package var description: String {
        (isReplicated ? "replicated" : "not replicated")
            + (cluster.map { ", of the cluster \($0)" } ?? ", of one server")
    }
}
