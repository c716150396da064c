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
    ///   - defaults: what entries say that state nothing themselves.
    package static func parse(
        _ source: any ListSource, name: String, as format: ListFormat? = nil, defaults: EntryDefaults = EntryDefaults(),
        limits: ListLimits = ListLimits()
    ) throws(WatchlistError) -> ParsedList {
        do {
            let reader = ListReader(source)
            let head = try ListHead(reader.head())
            let form = try Self.form(of: head, stated: format)
            var list = ParsedList(name: name, format: form.format, defaults: defaults, limits: limits)
            var reading = form.reader(head)
            try reading.parse(reader, into: &list)
            try refuseManyBadLines(list)
            list.complete(version: reader.version)
            return list
        } catch {
            throw WatchlistError(list: name, problem: error)
        }
    }

    /// Reads a list that is in memory.
    package static func parse(
        _ bytes: [UInt8], name: String, as format: ListFormat? = nil, defaults: EntryDefaults = EntryDefaults(),
        limits: ListLimits = ListLimits()
    ) throws(WatchlistError) -> ParsedList {
        try parse(MemoryListSource(bytes), name: name, as: format, defaults: defaults, limits: limits)
    }

    private static func form(
        of head: ListHead, stated: ListFormat?
    ) throws(WatchlistError.Problem) -> PublishedForm {
        // A page is not a list, whatever the operator states.
        guard let stated, !head.isMarkup else { return try head.form() }
        return try PublishedForm.form(of: stated, head)
    }

    private static func refuseManyBadLines(_ list: ParsedList) throws(WatchlistError.Problem) {
        let all = list.table.count + list.categories.count + list.skips.count + list.refusedCount
        guard let first = list.refused.first, list.refusedCount * 10 > all else { return }
        throw .tooManyBadLines(bad: list.refusedCount, of: all, first: first)
    }
}
