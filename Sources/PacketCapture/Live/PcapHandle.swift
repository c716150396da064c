import CPcap

/// A handle of libpcap, closed when its owner lets it go.
///
/// Sendable: libpcap lets a handle be used by one thread at a time, and a value that cannot be copied has one owner, so
/// only the thread that has the value now can use the pointer, which never leaves this module.
@safe
struct PcapHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe pcap_close(pointer)
    }

    /// libpcap's text on what went wrong last.
    var lastError: String { unsafe String(cString: pcap_geterr(pointer)) }

    /// The packet socket behind the handle.
    var descriptor: CInt { unsafe pcap_fileno(pointer) }
}
