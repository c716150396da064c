import CensusModel
package import NetworkTypes

/// Events are noted in transactions, which the engine has none of, so that they are kept elsewhere.
extension ClickHouseCensus: EventSource {
    package func eventMarks(from hour: Hour?) throws -> [Hour: String] {
        let hours = HourRange(from: hour, before: nil)
        let snapshot = try snapshot()
        var marks: [Hour: String] = [:]
        // Runs are drawn at random, so that their sum tells of every commit.
        let flows = SQL.all(hours.conditions + ["pruned = 0", isVisible(in: hours, snapshot)])
        let questions = [
            "SELECT toUInt8(1), hour, count(), sum(sipHash64(run)) FROM \(tables.flow) WHERE \(flows) GROUP BY hour",
            """
            SELECT toUInt8(1), hour, count(), sum(least(counted, \(CoverageCounter.maximum))) FROM (
                SELECT id, coverage_hour, coverage_count FROM \(tables.claim)
                WHERE \(SQL.all(snapshot.conditions(in: hours))) LIMIT 1 BY id)
            ARRAY JOIN coverage_hour AS hour, coverage_count AS counted WHERE \(SQL.all(hours.conditions)) GROUP BY hour
            """,
        ]
        for question in questions {
            let numbers = try rows(question, "look for what is new") { reader in
                let hour = try FlowRow.hour(reader.number())
                return (hour: hour, count: try reader.number(UInt64.self), sum: try reader.number(UInt64.self))
            }
            for one in numbers { marks[one.hour, default: ""] += "\(one.count),\(one.sum);" }
        }
        return marks
    }

    package func sessionPackets(in hours: HourRange) throws -> [Hour: [String: UInt64]] {
        let snapshot = try snapshot()
        let conditions = snapshot.conditions(in: hours) + ["kind = \(SQL.text(SourceKind.session.rawValue))"]
        let question = """
            SELECT toUInt8(1), hour, name, sum(least(counted, \(CoverageCounter.maximum))) FROM (
                SELECT id, name, coverage_hour, coverage_kind, coverage_count FROM \(tables.claim)
                WHERE \(SQL.all(conditions)) LIMIT 1 BY id)
            ARRAY JOIN coverage_hour AS hour, coverage_kind AS kind, coverage_count AS counted
            WHERE kind = 'seen' AND \(SQL.all(hours.conditions)) GROUP BY hour, name
            """
        var packets: [Hour: [String: UInt64]] = [:]
        for row in try rows(
            question, "read the coverage of sessions",
            {
                (hour: try FlowRow.hour($0.number()), name: try $0.text(), packets: try $0.number(UInt64.self))
            })
        {
            packets[row.hour, default: [:]][row.name] = min(row.packets, CoverageCounter.maximum)
        }
        return packets
    }
}
