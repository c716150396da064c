import CPcap
import NetworkTypes

/// A filter in libpcap's language, compiled.
@safe
struct CaptureFilter: ~Copyable {
    private var program: bpf_program

    /// Compiles a filter for the link type of a handle.
    ///
    /// An empty one takes every packet, and is installed all the same: it is what makes the kernel cut packets to the
    /// snapshot length before they take room in the ring.
    init(_ expression: String, for handle: borrowing PcapHandle) throws(CaptureError.Problem) {
        unsafe program = bpf_program()
        let isOptimised: CInt = 1
        guard unsafe pcap_compile(handle.pointer, &program, expression, isOptimised, PCAP_NETMASK_UNKNOWN) == 0 else {
            throw .live(.filter(expression: expression, reason: handle.lastError))
        }
    }

    deinit {
        var program = unsafe program
        unsafe pcap_freecode(&program)
    }

    /// Has the kernel drop what the filter does not take.
    mutating func install(on handle: borrowing PcapHandle) throws(CaptureError.Problem) {
        guard unsafe pcap_setfilter(handle.pointer, &program) == 0 else {
            throw .system(operation: "install the filter", reason: handle.lastError)
        }
    }
}

/// Checks a filter before an interface is opened: one that compiles for none of the usual link types is refused.
///
/// - Throws: libpcap's message for Ethernet.
package func checkCaptureFilter(_ expression: String) throws(CaptureError) {
    var refusal: CaptureError.Problem?
    for linkType in [LinkType.ethernet, .linuxSLL, .rawDLT12, .radiotap] {
        guard let pointer = unsafe pcap_open_dead(CInt(linkType.rawValue), 65_535) else { continue }
        do throws(CaptureError.Problem) {
            _ = try CaptureFilter(expression, for: unsafe PcapHandle(owning: pointer))
            return
        } catch {
            refusal = refusal ?? error
        }
    }
    if let refusal { throw CaptureError(input: "--filter", problem: refusal) }
}
