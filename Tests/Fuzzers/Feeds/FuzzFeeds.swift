import ListFeeds
import TextFormats
import Watchlist

/// Gives bytes to the readers of what servers of feeds send, and of what is kept in a feed's folder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFeeds(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // libFuzzer lends the bytes for the length of this call.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    _ = try? TAXIIEnvelope(bytes, named: "input")
    if let manifest = try? MISPManifest(bytes, named: "input") {
        let names = manifest.events.map(\.fileName)
        precondition(
            names.allSatisfy { !$0.contains("/") && !$0.hasPrefix(".") }, "an event names a file of its folder")
    }
    if let event = try? MISPEventText.reduced(bytes, named: "input") {
        let again = try? MISPEventText.reduced(event, named: "again")
        precondition(again == event, "what is left of an event stays")
    }
    _ = try? MISPEventText.attributes(bytes, named: "input")
    _ = try? FeedFile.read(bytes, path: "input")
    // Times are kept to the microsecond, and counts from 0 up.
    let state = FeedState(text(of: FeedState(bytes)))
    precondition(FeedState(text(of: state)) == state, "a state that was kept is read again")
    _ = ListFolder.Facts(bytes)
    return 0
}

private func text(of state: FeedState) -> [UInt8] { Array(state.json.withoutNulls.text(depth: 1).utf8) }
