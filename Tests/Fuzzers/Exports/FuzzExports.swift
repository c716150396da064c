import FlowLogs
import FuzzSupport
import NetworkTypes

/// Decodes datagrams of all export protocols, one behind another, each of a length that stands before it.
///
/// Whatever they are: memory stays within its bound, a saved state is taken up again and saves as the same, and of a datagram
/// that comes twice nothing counts twice.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExports(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let flags = input.byte()
    let limit = 64 * 1_024
    let exporter = IPAddress.v4(IPv4Address(rawValue: 0xC000_0201))
    var decoder = ExportDecoder(
        trusted: PrefixSet(flags & 1 == 0 ? [] : [IPPrefix(exporter)]), memoryLimit: limit)
    var datagrams: [[UInt8]] = []
    var rest = input.remaining()[...]
    while rest.count > 2, datagrams.count < 64 {
        let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
        datagrams.append(Array(rest.dropFirst(2).prefix(length)))
        rest = rest.dropFirst(2 + length)
    }
    var sink = CountedLog()
    for (number, datagram) in datagrams.enumerated() {
        let time = Timestamp(nanoseconds: 1_500_000_000_000_000_000 + Int64(number))
        decoder.decode(datagram.span, from: exporter, receivedAt: time, into: &sink)
        expect(decoder.memory <= 2 * limit, "\(decoder.memory) bytes of state")
        checkRepeated(datagram, exporter, time, &decoder)
    }
    checkSaved(decoder)
    decoder.settle(into: &sink)
    expect(sink.items <= datagrams.reduce(0) { $0 + $1.count }, "more records than bytes")
    return 0
}

/// Decodes a datagram that was just decoded: if it gives records now, it gave none before.
private func checkRepeated(
    _ datagram: [UInt8], _ exporter: IPAddress, _ time: Timestamp, _ decoder: inout ExportDecoder
) {
    var (again, oncemore) = (CountedLog(), CountedLog())
    decoder.decode(datagram.span, from: exporter, receivedAt: time, into: &again)
    decoder.decode(datagram.span, from: exporter, receivedAt: time, into: &oncemore)
    expect(again.items == 0 || oncemore.items == 0, "a datagram counts twice")
}

private func checkSaved(_ decoder: ExportDecoder) {
    let saved = decoder.savedState()
    var restored = ExportDecoder(memoryLimit: 1_024 * 1_024)
    do {
        try restored.restore(saved, at: Timestamp(nanoseconds: 0))
    } catch {
        expect(false, "\(error)")
    }
    expect(restored.savedState().count == saved.count, "what was saved is not what is restored")
}
