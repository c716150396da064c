package import Logging
import Runtime
package import Watchlist

/// The command `watchlist compile`: lists in one normal form, which loads fastest.
package struct ListCompileJob {
    private let lists: LoadedLists

    package init(_ options: ListOptions, logger: Logger) throws {
        var lists = try WatchlistLoader(options).load()
        lists.nameSources()
        lists.log(to: logger)
        self.lists = lists
    }

    package var refusedSome: Bool { lists.refusedCount + lists.leftOutCount > 0 }

    /// Writes the compiled list, which is there only when it is whole.
    /// - Returns: how many entries it holds.
    package func write(to path: String) throws -> Int {
        let table = lists.union.normalized()
        let output = try TextOutput(path: path, for: .asUsual)
        try output.write(CompiledList.bytes(of: table))
        try output.finish()
        return table.count
    }
}
