import FuzzSupport

private let file = MemoryFile()

/// Reads a pcapng capture.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPcapng(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe fuzzCapture(FuzzInput(start, count), file, isPcapng: true)
}
