import CensusModel
import FlowRuns
import GRDB
import HourlyRollup

/// A page that was looked through: it can be read, and this is what it holds.
struct InspectedPage: Sendable {
    let stored: StoredPage
    /// The page with the numbers of attributions that were asked for, as a store keeps it.
    let content: [UInt8]
    let totals: RunTotals
    let flaws: RecordFlaws
    /// How many records have an attribution that is not known.
    let unattributed: Int
    let first: FlowTuple
    let last: FlowTuple
}

/// Looks pages through on all cores, and hands each on in its order on the thread that reads them.
struct PageInspection: Sendable {
    /// The attributions that are known, with the numbers that the pages handed on have for them.
    let attributions: [Int64: Int64]
    /// Counts what it looks through; `nil` where nobody wants that.
    var extent: MergedExtent?

    /// A page of a run, or what is wrong with it or its row.
    struct Finding<Page: Sendable>: Sendable {
        /// `nil` where the row itself states what cannot be.
        let run: RunRow?
        let page: Result<Page, any Error>
    }

    /// So many bytes of pages are a piece of work.
    private static let lengthOfWork = 1 << 19
    /// Missing pages have no length.
    private static let mostOfWork = 1_024

    /// - Parameters:
    ///   - pages: hands every page to its argument.
    ///   - take: is called on the caller's thread, too, between calls of that argument.
    func run(
        _ pages: ((Finding<StoredPage>) throws -> Void) throws -> Void,
        take: (Finding<InspectedPage>) throws -> Void
    ) throws {
        try OrderedWork.run { body in
            try withoutActuallyEscaping(body) { body in
                var (work, length) = ([Finding<StoredPage>](), 0)
                try pages { page in
                    work.append(page)
                    length += (try? page.page.get().content.count) ?? 0
                    guard length >= Self.lengthOfWork || work.count >= Self.mostOfWork else { return }
                    try body(work)
                    (work, length) = ([], 0)
                }
                if !work.isEmpty { try body(work) }
            }
        } work: { work in
            let unpacker = PageUnpacker()
            return work.map { found in
                Finding(run: found.run, page: found.page.flatMap { stored in Result { try inspect(stored, unpacker) } })
            }
        } take: {
            for page in $0 { try take(page) }
        }
    }

    private func inspect(_ stored: StoredPage, _ unpacker: borrowing PageUnpacker) throws -> InspectedPage {
        var page = try stored.page()
        let records = try stored.records(of: page, unpacker)
        let (totals, flaws) = records.lookThrough()
        let unknown = Set(page.attributions).subtracting(attributions.keys)
        let numbers = page.attributions.map { attributions[$0] ?? $0 }
        let isSame = numbers == page.attributions
        page.attributions = numbers
        extent?.add(records, of: stored.run)
        return InspectedPage(
            stored: stored, content: isSame ? stored.content : page.bytes, totals: totals, flaws: flaws,
            unattributed: unknown.isEmpty ? 0 : records.count(ofAttributions: unknown), first: records.tuple(at: 0),
            last: records.tuple(at: records.count - 1))
    }
}
