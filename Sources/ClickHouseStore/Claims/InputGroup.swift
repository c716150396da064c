import CensusModel

/// The inputs that begin with the same bytes, as the claims tell: those that count, and every claim that does not.
struct InputGroup {
    /// The inputs that count, the one counted furthest first.
    private(set) var chains: [ClaimChain] = []
    private let bySource: [Int64: [ClaimRow]]
    /// Claims that count for nothing.
    private(set) var losers: Set<UInt128> = []

    /// - Parameters:
    ///   - rows: every claim to a source that begins so.
    ///   - heads: says how each source begins, by its last claim; asked only where there are several sources.
    init(_ rows: [ClaimRow], heads: ([UInt128]) throws -> [UInt128: CountedInput]) rethrows {
        bySource = Dictionary(grouping: rows, by: \.source)
        let chains = bySource.values.compactMap(ClaimChain.init).sorted { $0.comes(before: $1) }
        losers = Set(rows.map(\.id))
        let inputs = chains.count > 1 ? try heads(chains.map(\.last.id)) : [:]
        var taken: [CountedInput] = []
        for chain in chains {
            // Two processes that began to count one input at once made two sources of it.
            if let input = inputs[chain.last.id] {
                guard taken.allSatisfy({ $0.relation(to: input) == .different }) else { continue }
                taken.append(input)
            }
            self.chains.append(chain)
            losers.subtract(chain.claims.map(\.id))
        }
    }

    /// Every claim to a source.
    func rows(of source: Int64) -> [ClaimRow] { bySource[source] ?? [] }

    func chain(of source: Int64) -> ClaimChain? { chains.first { $0.source == source } }

    /// The chain that was counted furthest of those that may be the same input.
    /// - Parameter heads: says how each source begins, by its last claim; asked only where there is one.
    func chain(
        like input: CountedInput, heads: ([UInt128]) throws -> [UInt128: CountedInput]
    ) rethrows -> ClaimChain? {
        guard !chains.isEmpty else { return nil }
        let inputs = try heads(chains.map(\.last.id))
        return chains.sorted { $0.last.number > $1.last.number }.first { chain in
            inputs[chain.last.id].map { input.relation(to: $0) != .different } ?? false
        }
    }
}
