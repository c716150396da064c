import TextFormats

/// Reads a list in whatever format it is.
package enum ListParser {
    /// Reads a whole list.
    ///
    /// A line that does not parse is refused and named; the others load. A list is refused as a whole when it is
    /// no list, or when more than one line in ten does not parse.
    ///
    /// - Parameters:
    ///   - format: the format that the operator states; `nil` to tell it from the list itself.
    ///   - problemLimit: how many lines of a kind are named, the others being counted.
    package static func parse(
        _ source: any ListSource, name: String, as format: ListFormat? = nil,
        problemLimit: Int = ParsedList.maximumProblems
    ) throws(WatchlistError) -> ParsedList {
        do {
            let reader = ListReader(source)
            var list = ParsedList(
                name: name, format: try Self.format(of: reader, stated: format), problemLimit: problemLimit)
            try list.format.parse(reader, into: &list)
            try refuseManyBadLines(list)
            list.version = reader.version
            return list
        } catch {
            throw WatchlistError(list: name, problem: error)
        }
    }

    /// Reads a list that is in memory.
    package static func parse(
        _ bytes: [UInt8], name: String, as format: ListFormat? = nil, problemLimit: Int = ParsedList.maximumProblems
    ) throws(WatchlistError) -> ParsedList {
        try parse(MemoryListSource(bytes), name: name, as: format, problemLimit: problemLimit)
    }

    private static func format(
        of reader: ListReader, stated: ListFormat?
    ) throws(WatchlistError.Problem) -> ListFormat {
        // A page is no list, whatever the operator states.
        let detected = Result { () throws(WatchlistError.Problem) in try ListHead(reader.head()).format() }
        if let stated, detected != .failure(.markup) { return stated }
        return try detected.get()
    }

    private static func refuseManyBadLines(_ list: ParsedList) throws(WatchlistError.Problem) {
        let all = list.table.count + list.categories.count + list.skips.count + list.refusedCount
        guard let first = list.refused.first, list.refusedCount * 10 > all else { return }
        throw .tooManyBadLines(bad: list.refusedCount, of: all, first: first)
    }
}
