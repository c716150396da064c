package import NetworkTypes
package import PacketDecoding
package import Watchlist

/// A frame and what is said of it: what the fuzzer of the decoder makes of its input.
package struct FrameCase {
    package let linkType: LinkType
    package let tunnels: TunnelPolicy
    package let watchlist: Watchlist
    /// Bytes that the frame had on the wire, as a capture states it: more than are there, or fewer.
    package let originalLength: Int
    package let bytes: [UInt8]

    /// Every link type that is decoded, and one that is not.
    private static let linkTypes = (0...300).map(LinkType.init(rawValue:)).filter(LinkHeader.isKnown) + [unknown]
    private static let unknown = LinkType(rawValue: 147)

    package init(_ input: inout FuzzInput) {
        linkType = Self.linkTypes[Int(input.byte()) % Self.linkTypes.count]
        let choice = input.byte()
        tunnels = choice & 1 == 0 ? .innermost : .outermost
        watchlist = FuzzedLists.all[choice & 2 == 0 ? 0 : 1]
        let excess = Int(Int16(truncatingIfNeeded: input.number()))
        bytes = input.remaining()
        originalLength = max(0, bytes.count + excess)
    }

    /// The input that gives such a case.
    package static func input(_ frame: [UInt8], _ linkType: LinkType, choice: UInt8 = 0, excess: UInt16 = 0) -> [UInt8]
    {
        let number = linkTypes.firstIndex(of: linkType) ?? linkTypes.count - 1
        return [UInt8(number), choice, UInt8(excess >> 8), UInt8(truncatingIfNeeded: excess)] + frame
    }
}
