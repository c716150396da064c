import FuzzSupport
import NetworkTypes
import PacketCapture
import TestSupport
import TrafficSimulation

/// Captures of every kind, as they are and with their records repeated beyond a buffer.
enum CaptureSeeds {
    static let pcap = classic.flatMap { variants($0, 24) }
    static let pcapng = blocks.flatMap { variants($0.bytes, $0.firstPacket) }
    static let segments = (pcap + pcapng).map { $0.setting16(1, to: 203) }

    private static func variants(_ bytes: [UInt8], _ place: Int) -> [[UInt8]] {
        [
            CaptureCase.input(bytes, choice: 1), CaptureCase.input(bytes, choice: 2, repeatedFrom: UInt16(place)),
            CaptureCase.input(Array(bytes.dropLast(3)), choice: 3),
        ]
    }

    private static let orders = [ByteOrder.little, .big]

    // MARK: - Classic captures

    private static let classic: [[UInt8]] = {
        let small = orders.flatMap { order in
            ClassicCapture.Variant.allCases.map { ClassicCapture.small(order, $0).bytes }
        }
        let linkTypes = Set(RepresentativeFrame.all.map(\.linkType.rawValue)).sorted()
        return small + linkTypes.map { linked($0, .little) } + orders.map { linked(1, $0) } + old
    }()

    /// The representative frames of a link type, an hour and a bit long.
    private static func linked(_ linkType: UInt16, _ order: ByteOrder) -> [UInt8] {
        var capture = ClassicCapture(order, linkType: UInt32(linkType))
        for (number, frame) in RepresentativeFrame.all.filter({ $0.linkType.rawValue == linkType }).enumerated() {
            capture.add(frame.bytes, seconds: 1_370_048_390 + UInt32(number))
        }
        return capture.bytes
    }

    /// Before version 2.3 the original length came first, in it either.
    private static let old: [[UInt8]] = ([2, 3] as [UInt16]).map { minor in
        var capture = ClassicCapture(version: (2, minor))
        for isSwapped in [minor == 2, true] {
            capture.add(Specimen.ipv4, originalLength: 900, lengthsSwapped: isSwapped)
        }
        return capture.bytes
    }

    // MARK: - Blocks

    private static let blocks: [(bytes: [UInt8], firstPacket: Int)] = orders.flatMap { [mixed($0), sections($0)] }

    /// Packets of every kind, of interfaces that differ in link type and clock, among blocks that are passed over.
    private static func mixed(_ order: ByteOrder) -> (bytes: [UInt8], firstPacket: Int) {
        var capture = BlockCapture(order)
        capture.addInterface(options: [.resolution(9), .comment])
        capture.addInterface(linkType: 101, snapLength: 0, options: [.resolution(0x8A), .offset(-5, order)])
        let place = capture.bytes.count
        capture.addPacket(
            FrameBuilder.ethernet(ip: Specimen.ipv4), units: 1_370_048_390_000_000_000, nanoseconds: 0,
            options: [.comment])
        capture.addPacket(Specimen.ipv6, units: 1_370_048_390 << 10, nanoseconds: 0, interface: 1, linkType: 101)
        capture.addBlock(0x0BAD) { $0.append([UInt8](repeating: 7, count: 40)) }
        capture.addSimplePacket(FrameBuilder.ethernet(ip: Specimen.ipv6))
        capture.addObsoletePacket(FrameBuilder.ethernet(ip: Specimen.ipv4), units: 7, nanoseconds: 0)
        capture.addBlock(5) { $0.append([UInt8](repeating: 1, count: 24)) }
        return (capture.bytes, place)
    }

    /// A section in either byte order, whole sections to be repeated.
    private static func sections(_ order: ByteOrder) -> (bytes: [UInt8], firstPacket: Int) {
        var capture = BlockCapture(order)
        for order in orders {
            capture.beginSection(order, options: [.comment])
            capture.addInterface()
            capture.addPacket(
                FrameBuilder.ethernet(ip: Specimen.ipv4), units: 1_370_048_390_000_000, nanoseconds: 0,
                originalLength: 1_500)
        }
        return (capture.bytes, 0)
    }
}
