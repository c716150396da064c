import PacketCapture
import TestSupport
import TrafficSimulation

/// pcapng captures of one frame a second, of which now and then some come late, an hour before.
enum MixedBlocks {
    enum Kind: CaseIterable {
        /// One interface that says nothing of time, and nothing but packet blocks.
        case plain
        /// Interfaces that differ in what packet blocks do not depend on, options, and blocks of other types in between.
        case several
        case nanosecondsWithOffset
        /// 2^20 units a second.
        case binaryFractions
        /// So many units a second that an hour of them is not counted in 64 bits.
        case finestFractions
        case bigEndian
        case differentLinkTypes
        case differentResolutions
        /// A section of the common kind behind one that is not, and so on.
        case sections

        /// Whether packets may be passed over without a frame.
        var areCommon: Bool {
            switch self {
            case .plain, .several, .nanosecondsWithOffset, .binaryFractions, .sections: true
            case .finestFractions, .bigEndian, .differentLinkTypes, .differentResolutions: false
            }
        }
    }

    static func capture(
        _ kind: Kind, frames: Int, _ random: inout SeededGenerator, _ frame: (inout SeededGenerator) -> [UInt8]
    ) -> [UInt8] {
        var capture = BlockCapture(kind == .bigEndian ? .big : .little)
        addInterfaces(kind, &capture)
        for number in 0..<frames {
            let second = UInt64(4_000 + number - (number % 997 < 3 && number > 4_000 ? 3_600 : 0))
            if kind == .sections, number % 1_500 == 1_499 {
                capture.beginSection(number / 1_500 % 2 == 0 ? .big : .little)
                addInterfaces(.plain, &capture)
            }
            if kind == .several, number % 50 == 7 {
                capture.addBlock(0xBAD) { $0.append([UInt8](repeating: 6, count: 40)) }
            }
            let bytes = frame(&random)
            if kind == .several, number % 70 == 11 {
                capture.addObsoletePacket(bytes, units: second * 1_000_000, nanoseconds: 0)
            } else if kind == .several, number % 90 == 13 {
                capture.addSimplePacket(bytes)
            } else {
                capture.addPacket(
                    bytes, units: units(kind, second), nanoseconds: 0,
                    interface: kind == .several || kind == .differentLinkTypes ? UInt32(number % 2) : 0,
                    originalLength: bytes.count + (number % 5 == 0 ? 3 : 0),
                    options: kind == .several && number % 3 == 0 ? [.comment] : [])
            }
        }
        return capture.bytes
    }

    private static func addInterfaces(_ kind: Kind, _ capture: inout BlockCapture) {
        switch kind {
        case .plain, .bigEndian, .sections: capture.addInterface()
        case .several:
            capture.addInterface(snapLength: 0)
            capture.addInterface(snapLength: 4_000, options: [.comment, .resolution(6)])
        case .nanosecondsWithOffset:
            capture.addInterface(options: [.resolution(9), .offset(-500, capture.order)])
        case .binaryFractions: capture.addInterface(options: [.resolution(0x80 | 20)])
        case .finestFractions: capture.addInterface(options: [.resolution(16)])
        case .differentLinkTypes:
            capture.addInterface()
            capture.addInterface(linkType: 113)
        case .differentResolutions:
            capture.addInterface()
            capture.addInterface(options: [.resolution(9)])
        }
    }

    private static func units(_ kind: Kind, _ second: UInt64) -> UInt64 {
        switch kind {
        case .nanosecondsWithOffset: (second + 500) * 1_000_000_000
        case .binaryFractions: second << 20
        // 10^16 units a second: what 64 bits hold is over after half an hour.
        case .finestFractions: second % 1_800 * 10_000_000_000_000_000
        default: second * 1_000_000
        }
    }
}
