import FuzzSupport
import NetworkTypes
import TestSupport
import TrafficSimulation

/// Frames of every link type, tag, tunnel and transport, whole and cut.
enum FrameSeeds {
    static let all = RepresentativeFrame.all.flatMap(variants) + unknown

    private static let unknown = [FrameCase.input(Specimen.ipv4, LinkType(rawValue: 147))]

    private static func variants(_ frame: RepresentativeFrame) -> [[UInt8]] {
        let (bytes, linkType) = (frame.bytes, frame.linkType)
        let cut = Array(bytes.prefix(bytes.count * 2 / 3))
        return [
            FrameCase.input(bytes, linkType), FrameCase.input(bytes, linkType, choice: 3),
            FrameCase.input(bytes + [0, 0, 0, 0, 0, 0], linkType, choice: 2),
            FrameCase.input(cut, linkType, excess: UInt16(bytes.count - cut.count)),
        ]
    }
}
