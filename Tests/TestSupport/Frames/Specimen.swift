package import NetworkTypes
import TrafficSimulation

/// The packets that tests wrap in headers: a TCP segment with five bytes of data, over both versions of IP.
package enum Specimen {
    package static let host = IPv4Address(rawValue: 0x0A01_0203)
    package static let origin = IPv4Address(rawValue: 0xCB00_7109)
    package static let host6 = IPv6Address(rawValue: 0xFD00_0000_0000_0000_0000_0000_0000_0010)
    package static let origin6 = IPv6Address(rawValue: 0x2001_0DB8_0000_0000_0000_0000_0000_0BAD)

    package static let segment = FrameBuilder.tcp(from: 49_152, to: 443, [.psh, .ack], [0x68, 0x65, 0x6C, 0x6C, 0x6F])
    package static let ipv4 = ipv4(.tcp, segment)
    package static let ipv6 = ipv6(.tcp, segment)

    /// A packet from the host to the origin.
    package static func ipv4(_ transport: TransportProtocol, _ payload: [UInt8]) -> [UInt8] {
        FrameBuilder.ipv4(from: host, to: origin, transport, payload)
    }

    /// A packet from the host to the origin.
    package static func ipv6(_ transport: TransportProtocol, _ payload: [UInt8]) -> [UInt8] {
        FrameBuilder.ipv6(from: host6, to: origin6, transport, payload)
    }
}

/// The two ends of the tunnels that tests dig.
package enum Gateway {
    package static let near = IPv4Address(rawValue: 0xC633_6401)
    package static let far = IPv4Address(rawValue: 0xC633_6402)

    /// A packet from one gateway to the other.
    package static func ipv4(_ transport: TransportProtocol, _ payload: [UInt8]) -> [UInt8] {
        FrameBuilder.ipv4(from: near, to: far, transport, payload)
    }

    /// A datagram from one gateway to the other.
    package static func udp(from source: UInt16 = 55_555, to destination: UInt16, _ payload: [UInt8]) -> [UInt8] {
        ipv4(.udp, FrameBuilder.udp(from: source, to: destination, payload))
    }
}

extension TransportProtocol {
    package static let ipInIP = Self(rawValue: 4)
    package static let ipv6InIP = Self(rawValue: 41)
    package static let gre = Self(rawValue: 47)
    package static let etherIP = Self(rawValue: 97)
    package static let pim = Self(rawValue: 103)
    package static let l2tp = Self(rawValue: 115)
    package static let esp = Self(rawValue: 50)
    package static let noNextHeader = Self(rawValue: 59)
}
