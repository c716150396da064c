import TestSupport
import Testing

@testable import ClickHouseStore

/// That several servers share tables is tried by `Benchmarks/ClickHouse/cluster`, which takes a ZooKeeper.
@Suite("On which servers tables are", .serialized)
struct TableLayoutTests {
    private static let settings: [Tables.Column] = [Tables.Column("name", "String"), Tables.Column("number", "UInt64")]

    private static func statements(_ layout: TableLayout) -> [String] {
        layout.statements("`census`.`setting`", settings, "ORDER BY name", replacingBy: "number")
    }

    @Test("is in the statements that make them")
    func statements() {
        let create = "CREATE TABLE IF NOT EXISTS"
        let columns = "(name String, number UInt64)"
        #expect(
            Self.statements(TableLayout()) == [
                "\(create) `census`.`setting` \(columns) ENGINE = ReplacingMergeTree(number) ORDER BY name"
            ])
        let engine =
            "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/census/setting', '{replica}', number) ORDER BY name"
        #expect(
            Self.statements(TableLayout(isReplicated: true)) == [
                "\(create) `census`.`setting` \(columns) ENGINE = \(engine)"
            ])
        #expect(
            Self.statements(TableLayout(isReplicated: true, cluster: "all")) == [
                "\(create) `census`.`setting_local` ON CLUSTER `all` \(columns) ENGINE = \(engine)",
                "\(create) `census`.`setting` ON CLUSTER `all` \(columns) ENGINE = Distributed(`all`, `census`, `setting_local`, 0)",
            ])
        #expect(
            TableLayout(cluster: "all").statements(
                "`c`.`flow`", Self.settings, "ORDER BY name", shard: "sipHash64(run)")
                == [
                    "\(create) `c`.`flow_local` ON CLUSTER `all` \(columns) ENGINE = MergeTree ORDER BY name",
                    "\(create) `c`.`flow` ON CLUSTER `all` \(columns) ENGINE = Distributed(`all`, `c`, `flow_local`, sipHash64(run))",
                ])
    }

    @Test("is known again by their engines")
    func engines() {
        let replicated = "ReplicatedMergeTree('/clickhouse/tables/{shard}/c/flow', '{replica}') PARTITION BY month"
        #expect(TableLayout(engine: "MergeTree PARTITION BY month ORDER BY hour", local: nil) == TableLayout())
        #expect(TableLayout(engine: replicated, local: nil) == TableLayout(isReplicated: true))
        for name in ["all", "'all'", "`all`"] {
            let spread = "Distributed(\(name), c, flow_local, sipHash64(run))"
            #expect(TableLayout(engine: spread, local: replicated) == TableLayout(isReplicated: true, cluster: "all"))
            #expect(TableLayout(engine: spread, local: "MergeTree ORDER BY hour") == TableLayout(cluster: "all"))
        }
    }

    @Test("decides what requests set: of replicas more than half have rows before these are acknowledged")
    func settings() {
        #expect(TableLayout(isReplicated: true).settings(replicas: 1).isEmpty)
        #expect(TableLayout().settings(replicas: 0).isEmpty)
        let quorums = [2: "2", 3: "2", 5: "3"]
        for (replicas, quorum) in quorums {
            let settings = TableLayout(isReplicated: true).settings(replicas: UInt64(replicas))
            #expect(settings.first { $0.name == "insert_quorum" }?.value == quorum)
            #expect(settings.contains { $0.name == "select_sequential_consistency" && $0.value == "1" })
        }
        let spread = TableLayout(cluster: "all").settings(replicas: 0).map(\.name)
        #expect(spread == ["insert_distributed_sync", "distributed_product_mode"])
    }

    @Test(
        "is refused where a server has no macros and knows no such cluster, for files, and where they are made otherwise"
    )
    func refused() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let folder = try Folder()
        let made = engine.store(SharedEngines.database())
        #expect(try Command.run(["store", "create", "--store", made], in: folder).status == 0)
        for (options, store, status, words) in [
            (["--replicated"], engine.store(SharedEngines.database()), 1, "No macro shard in config"),
            (["--cluster", "nowhere"], engine.store(SharedEngines.database()), 1, "nowhere"),
            (["--replicated"], made, 1, "its tables are there, and are not replicated, of one server"),
            (["--cluster", "a b"], made, 2, "takes a name"),
            (["--replicated"], folder.path("census.db"), 2, "for a store on a ClickHouse server"),
        ] {
            let run = try Command.run(["store", "create", "--store", store] + options, in: folder)
            #expect(Int(run.status) == status && run.errors.contains(words), "\(options): \(run.errors)")
        }
    }
}
