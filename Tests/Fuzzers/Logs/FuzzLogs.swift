import ByteInput
import FlowLogs
import Foundation
import FuzzSupport

private let file = MemoryFile()

/// Reads a flow log of the format that `FLOWCENSUS_FUZZ_FORMAT` names, or that its content shows.
///
/// Read from memory or from a file, whole or in two goes from where a batch ended, it gives the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLogs(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let bytes = input.remaining()
    let (whole, layout, place) = read(OpenedInput(name: "log", bytes: bytes))
    guard let layout, let place, place > 0, place < bytes.count else { return 0 }
    file.write(bytes)
    check(whole, layout, place, count: bytes.count)
    return 0
}

private let format = ProcessInfo.processInfo.environment["FLOWCENSUS_FUZZ_FORMAT"].flatMap { LogFormat(rawValue: $0) }

/// What a log holds, its first batch apart from the rest, and how to go on behind that.
private func read(_ input: OpenedInput) -> (log: [CountedLog], LogLayout?, UInt64?) {
    guard var reader = try? LogReader(input, as: format) else { return ([], nil, nil) }
    var (first, rest) = (CountedLog(), CountedLog())
    guard (try? reader.next(into: &first)) == true else { return ([first], nil, nil) }
    let (layout, place) = (reader.layout, reader.position)
    while (try? reader.next(into: &rest)) == true {}
    return ([first, rest], layout, place)
}

/// Reads on in a file from where the first batch ended.
private func check(_ whole: [CountedLog], _ layout: LogLayout, _ place: UInt64, count: Int) {
    guard
        var reader = try? LogReader(
            path: file.path, name: "log", range: place..<UInt64(count), layout: layout)
    else { return }
    var rest = CountedLog()
    while (try? reader.next(into: &rest)) == true {}
    expect(rest.items == whole[1].items && rest.sum == whole[1].sum, "\(rest) behind \(place), and \(whole[1])")
}
