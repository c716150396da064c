import Foundation
import NetworkTypes
import Watchlist

/// Gives bytes to the parser of one format, or to whichever they look like, and asks the compiled list a question.
///
/// The format is that of the environment variable FLOWCENSUS_FUZZ_FORMAT, by its word on the command line.
private let format = ProcessInfo.processInfo.environment["FLOWCENSUS_FUZZ_FORMAT"].flatMap { ListFormat(rawValue: $0) }

private let rules = HygieneRules(
    internalNetworks: .defaultInternal, allowlists: [], allowsWide: false, listTime: .dated)

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzList(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // libFuzzer lends the bytes for the length of this call.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard var list = try? ListParser.parse(bytes, name: "input", as: format) else { return 0 }
    guard (try? list.clean(rules)) != nil else { return 0 }
    let again = try? ListParser.parse(CompiledList.bytes(of: list.table.normalized()), name: "again")
    precondition(again?.table.count == list.table.normalized().count, "what is compiled is read again")
    let watchlist = Watchlist(list.table)
    for place in list.table.places.prefix(16) {
        let entry = list.table.entry(at: place)
        let match = watchlist.match(
            entry.prefix.address, port: entry.port ?? 1, transport: entry.transport ?? .tcp, at: entry.validity.from)
        precondition(match != nil, "an entry matches its own address")
    }
    return 0
}
