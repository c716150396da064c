import FuzzSupport

private let file = MemoryFile()

/// Reads a classic capture.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPcap(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe fuzzCapture(FuzzInput(start, count), file, isPcapng: false)
}
