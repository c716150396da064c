import CensusModel
import FlowRuns
import NetworkTypes

/// Reads a page of a run whose checksum is right, whatever its bytes say: it is refused, or its records are in their order, within
/// their bounds, and the same when they are written again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRuns(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // libFuzzer lends the bytes for the length of this call.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    _ = try? RunPage(bytes: bytes)
    guard let page = try? RunPage(bytes: RunPage.sealed(bytes)),
        let records = try? PageRecords(page, PageUnpacker())
    else { return 0 }
    var writer = RunWriter()
    writer.begin(page.hour)
    var pages: [RunPage] = []
    for index in 0..<records.count {
        precondition(index == 0 || records.tuple(at: index - 1) <= records.tuple(at: index), "in their order")
        writer.add(records.record(at: index)) { pages.append($0.page) }
    }
    writer.finish { pages.append($0.page) }
    guard pages.count == 1, let again = try? PageRecords(RunPage(bytes: pages[0].bytes), PageUnpacker()) else {
        preconditionFailure("what was read is written again, and read")
    }
    precondition(again.count == records.count, "as many records")
    for index in 0..<records.count {
        precondition(again.record(at: index) == records.record(at: index), "the same records")
    }
    return 0
}
