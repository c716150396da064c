import CDatagrams
import Glibc
package import NetworkTypes

/// A UDP socket that takes what exporters send, many datagrams at a time. It belongs to one thread at a time.
///
/// Takes one system call for up to 64 datagrams, and 4 MiB of memory, of which the kernel gives only what datagrams fill.
///
/// Unsafe, because C: the two buffers are this value's own from its beginning to its end, have room for a full batch, and are
/// lent for one call at a time.
@safe package final class DatagramReceiver {
    package let address: ReceptionAddress
    /// The port that it is bound to.
    package let port: UInt16
    /// Bytes that the kernel keeps until they are received, as it counts them.
    package let bufferLength: Int
    private let descriptor: CInt
    private let buffer: UnsafeMutablePointer<UInt8>
    private let datagrams: UnsafeMutablePointer<flowcensus_datagram>
    /// The kernel's count of datagrams that it dropped, which comes round.
    private var dropped: UInt32 = 0
    private var droppedBefore: UInt32 = 0

    /// UDP carries no more.
    private static let stride = 65_536
    package static let batch = FLOWCENSUS_DATAGRAM_BATCH

    /// - Parameters:
    ///   - buffer: bytes that the kernel is to keep; it may keep fewer.
    ///   - sharesPort: whether others of this process receive at the same address.
    package init(_ address: ReceptionAddress, buffer: Int, sharesPort: Bool) throws(ReceptionError) {
        self.address = address
        descriptor = try Self.open(address, buffer: buffer, sharesPort: sharesPort)
        port = UInt16(truncatingIfNeeded: flowcensus_datagram_port(descriptor))
        bufferLength = Int(flowcensus_datagram_buffer(descriptor))
        unsafe self.buffer = .allocate(capacity: Self.batch * Self.stride)
        unsafe datagrams = .allocate(capacity: Self.batch)
    }

    deinit {
        close(descriptor)
        unsafe buffer.deallocate()
        unsafe datagrams.deallocate()
    }

    private static func open(
        _ address: ReceptionAddress, buffer: Int, sharesPort: Bool
    ) throws(ReceptionError) -> CInt {
        let any6: IPAddress = .v6(IPv6Address(rawValue: 0))
        var step: CInt = 0
        var descriptor = unsafe open(address.address ?? any6, address.port, buffer, sharesPort, &step)
        // A machine without IPv6 has no socket of it.
        if descriptor < 0, address.address == nil, errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL {
            descriptor = unsafe open(.v4(IPv4Address(rawValue: 0)), address.port, buffer, sharesPort, &step)
        }
        guard descriptor >= 0 else {
            let operations = ["open a socket", "set up the socket", "receive there"]
            throw ReceptionError(
                address: address, operation: operations[min(max(Int(step), 0), 2)],
                reason: unsafe String(cString: strerror(errno)))
        }
        return descriptor
    }

    private static func open(
        _ address: IPAddress, _ port: UInt16, _ buffer: Int, _ sharesPort: Bool, _ step: UnsafeMutablePointer<CInt>
    ) -> CInt {
        var bytes = [UInt8](repeating: 0, count: 16)
        let version: CInt
        switch address {
        case .v4(let address):
            version = 4
            for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: address.rawValue >> UInt32(24 - 8 * index)) }
        case .v6(let address):
            version = 6
            for index in 0..<16 {
                bytes[index] = UInt8(truncatingIfNeeded: address.rawValue >> UInt128(120 - 8 * index))
            }
        }
        return unsafe flowcensus_datagram_open(version, &bytes, port, sharesPort ? 1 : 0, CInt(clamping: buffer), step)
    }

    /// Waits until there is something, for so many milliseconds at the most.
    package func wait(milliseconds: CInt) {
        flowcensus_datagram_wait(descriptor, milliseconds)
    }

    /// Hands on what has arrived: each datagram, who sent it, and whether it was longer than a datagram can be.
    /// - Returns: how many there were; 0 where there is nothing now.
    package func receive(
        atMost most: Int, _ body: (Span<UInt8>, IPAddress) -> Void
    ) throws(ReceptionError) -> Int {
        guard most > 0 else { return 0 }
        let count = unsafe flowcensus_datagram_receive(
            descriptor, buffer, UInt32(Self.stride), UInt32(clamping: most), datagrams, &dropped)
        guard count >= 0 else {
            throw ReceptionError(
                address: address, operation: "receive", reason: unsafe String(cString: strerror(errno)))
        }
        for index in 0..<Int(count) {
            let datagram = unsafe datagrams[index]
            let bytes = unsafe UnsafeBufferPointer(
                start: buffer + index * Self.stride, count: min(Int(datagram.length), Self.stride))
            unsafe body(bytes.span, Self.address(datagram))
        }
        return Int(count)
    }

    /// The sender's address, as it is meant: IPv4 where the socket takes both versions.
    private static func address(_ datagram: flowcensus_datagram) -> IPAddress {
        let number = unsafe withUnsafeBytes(of: datagram.address) { bytes in
            unsafe bytes.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
        }
        guard datagram.version == 6 else { return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number >> 96))) }
        return IPAddress.v6(IPv6Address(rawValue: number)).meant
    }

    /// How many datagrams can wait at the most that were not received yet; 0 where the kernel does not state what waits.
    ///
    /// The kernel counts memory, of which a datagram takes more than its own length: its bookkeeping alone is above 512 bytes.
    package var waitingAtMost: Int {
        (Int(flowcensus_datagram_waiting(descriptor)) + Self.bookkeeping - 1) / Self.bookkeeping
    }

    private static let bookkeeping = 512

    /// How many datagrams the kernel dropped since this was last called, as far as it states it.
    package func takeDropped() -> UInt64 {
        unsafe flowcensus_datagram_dropped(descriptor, &dropped)
        defer { droppedBefore = dropped }
        return UInt64(dropped &- droppedBefore)
    }
}
