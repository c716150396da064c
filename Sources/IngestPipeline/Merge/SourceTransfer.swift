import CensusModel

/// Hands the sources of one store over to another one, as many at once as that one takes.
struct SourceTransfer {
    private let sink: any ContributionSink
    private var waiting: [OfferedSource] = []
    /// In the order in which they began.
    private var merged: [MergedSource] = []

    init(_ sink: any ContributionSink) {
        self.sink = sink
    }

    mutating func add(_ contribution: ShippedContribution, lists: [UsedList]) throws {
        waiting.append(OfferedSource(contribution, lists: lists))
        if waiting.count >= sink.sourcesAtOnce { try handOver() }
    }

    /// - Returns: what became of each source, in the order in which they began.
    mutating func finish() throws -> [MergedSource] {
        try handOver()
        return merged
    }

    private mutating func handOver() throws {
        let results = waiting.isEmpty ? [] : try sink.takeOver(waiting)
        merged += zip(waiting, results).map { offered, result in
            let source = offered.contribution.source
            return MergedSource(
                kind: source.kind, name: source.name, packets: source.packets, records: source.records, result: result)
        }
        waiting = []
    }
}
