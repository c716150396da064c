import Glibc

/// What an exporter on this machine sends.
package enum LoopbackDatagrams {
    /// Sends datagrams over 127.0.0.1 or ::1. They are in the socket that has the port when this returns.
    package static func send(_ datagrams: [[UInt8]], to port: UInt16, isIPv6: Bool = false) {
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        if isIPv6 {
            var name = sockaddr_in6()
            (name.sin6_family, name.sin6_port, name.sin6_addr) = (
                sa_family_t(AF_INET6), port.bigEndian, in6addr_loopback
            )
            send(datagrams, by: descriptor, to: &name)
        } else {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            (name.sin_port, name.sin_addr.s_addr) = (port.bigEndian, in_addr_t(0x7F00_0001).bigEndian)
            send(datagrams, by: descriptor, to: &name)
        }
    }

    private static func send<Name>(_ datagrams: [[UInt8]], by descriptor: Int32, to name: inout Name) {
        unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                for bytes in datagrams {
                    _ = unsafe sendto(descriptor, bytes, bytes.count, 0, name, socklen_t(MemoryLayout<Name>.size))
                }
            }
        }
    }
}
