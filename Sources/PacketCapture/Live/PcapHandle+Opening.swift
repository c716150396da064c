import ByteInput
import CPcap
import Glibc
import NetworkTypes

// How a handle comes to capture. None of this runs while packets are counted, but for `bind`.

extension PcapHandle {
    /// Opens an interface and has the kernel keep its packets.
    static func activate(
        _ interface: NetworkInterface, _ options: LiveOptions
    ) throws(CaptureError.Problem) -> PcapHandle {
        guard interface.isAny || interface.index != nil else {
            throw .live(.noSuchInterface(known: NetworkInterface.names))
        }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let pointer = unsafe pcap_create(interface.name, &message) else {
            throw .system(operation: "open the interface", reason: Self.text(message))
        }
        let handle = unsafe PcapHandle(owning: pointer)
        try handle.configure(options)
        // Above 0 are warnings: of promiscuous mode that "any" does not have.
        let status = unsafe pcap_activate(pointer)
        guard status >= 0 else { throw Self.refusal(status, handle.lastError) }
        return handle
    }

    /// Opens a capture file in place of an interface, for what is to be seen without privileges: its packets take the same
    /// way, and none waits after the last.
    static func activate(file path: String) throws(CaptureError.Problem) -> PcapHandle {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
        guard let pointer = unsafe pcap_open_offline_with_tstamp_precision(path, precision, &message) else {
            throw .system(operation: "open the capture", reason: Self.text(message))
        }
        return unsafe PcapHandle(owning: pointer)
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func configure(_ options: LiveOptions) throws(CaptureError.Problem) {
        let statuses = unsafe [
            pcap_set_snaplen(pointer, CInt(options.snapLength)),
            pcap_set_promisc(pointer, options.isPromiscuous ? 1 : 0),
            pcap_set_timeout(pointer, LiveCapture.blockMilliseconds),
            pcap_set_buffer_size(pointer, CInt(options.bufferLength)),
            pcap_set_tstamp_precision(pointer, PCAP_TSTAMP_PRECISION_NANO),
        ]
        guard statuses.allSatisfy({ $0 == 0 }) else {
            throw .system(operation: "set up the capture", reason: lastError)
        }
    }

    private static func refusal(_ status: CInt, _ reason: String) -> CaptureError.Problem {
        switch status {
        case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: .live(.notPermitted(program: programPath))
        case PCAP_ERROR_NO_SUCH_DEVICE: .live(.noSuchInterface(known: NetworkInterface.names))
        case PCAP_ERROR_IFACE_NOT_UP: .live(.interfaceDown)
        default: .system(operation: "capture", reason: reason)
        }
    }

    /// The file of this program, for the command that gives it a capability.
    private static var programPath: String {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe path.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", start, buffer.count)
        }
        return length > 0 ? String(decoding: path[..<length], as: UTF8.self) : "flowcensus"
    }

    /// What the first byte of a frame begins.
    var linkType: LinkType { LinkType(rawValue: UInt16(truncatingIfNeeded: unsafe pcap_datalink(pointer))) }

    /// Refuses an interface whose frames are not decoded.
    func checkLinkType(isKnown: (LinkType) -> Bool) throws(CaptureError.Problem) {
        guard !isKnown(linkType) else { return }
        let number = UInt32(linkType.rawValue)
        throw .unknownLinkType(number: number, name: libpcapName(ofLinkType: number))
    }

    /// Installs filter and direction, and makes reading return at once when nothing waits.
    func restrict(to options: LiveOptions) throws(CaptureError.Problem) {
        var filter = try CaptureFilter(options.filter, for: self)
        try filter.install(on: self)
        guard unsafe pcap_setdirection(pointer, options.direction.pcapValue) == 0 else {
            throw .system(operation: "take one direction only", reason: lastError)
        }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard unsafe pcap_setnonblock(pointer, 1, &message) == 0 else {
            throw .system(operation: "read without waiting", reason: Self.text(message))
        }
    }

    /// Binds the socket to an interface by its number (packet(7)): the ring and the filter stay.
    func bind(toInterface index: UInt32, isPromiscuous: Bool) throws(CaptureError.Problem) {
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = UInt16(ETH_P_ALL).bigEndian
        address.sll_ifindex = CInt(bitPattern: index)
        let length = socklen_t(MemoryLayout<sockaddr_ll>.size)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(descriptor, $0, length)
            }
        }
        guard status == 0 else { throw .system(operation: "capture the new interface", reason: lastSystemError()) }
        guard isPromiscuous else { return }
        var request = packet_mreq()
        request.mr_ifindex = CInt(bitPattern: index)
        request.mr_type = UInt16(PACKET_MR_PROMISC)
        let size = socklen_t(MemoryLayout<packet_mreq>.size)
        guard unsafe setsockopt(descriptor, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request, size) == 0 else {
            throw .system(operation: "ask the new interface for all packets", reason: lastSystemError())
        }
    }
}

extension TrafficDirection {
    fileprivate var pcapValue: pcap_direction_t {
        switch self {
        case .in: PCAP_D_IN
        case .out: PCAP_D_OUT
        case .inout: PCAP_D_INOUT
        }
    }
}
