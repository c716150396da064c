/// The IP packets of one frame, the outermost first: each but the first is what the one before it carries as a tunnel.
package struct HeaderChain {
    /// How the chain ends.
    package enum End: Equatable, Sendable {
        /// With a packet that is not a tunnel's, or a tunnel's that carries no IP.
        case complete
        /// With a tunnel whose content is cut or malformed.
        case undecoded
        /// With a tunnel that is recognised and not followed.
        case notFollowed(UndecodedReason)
    }

    private var upcoming: NetworkHeader?
    private var depth = 0
    private let frameLength: Int
    private let followsTunnels: Bool
    /// Known once `next` has given the last packet.
    package private(set) var end = End.complete

    /// How many IP headers of one frame are looked at.
    package static let maximumDepth = 16

    init(_ first: NetworkHeader, frameLength: Int, followsTunnels: Bool) {
        upcoming = first
        self.frameLength = frameLength
        self.followsTunnels = followsTunnels
    }

    /// Whether `next` has given the last packet.
    package var isAtEnd: Bool { upcoming == nil }

    /// The next packet inwards; `nil` behind the last.
    ///
    /// - Parameter frame: the bytes that the chain was made of.
    package mutating func next(_ frame: Span<UInt8>) -> DecodedPacket? {
        guard let header = upcoming else { return nil }
        upcoming = nil
        depth += 1
        if followsTunnels { follow(header, frame) }
        return DecodedPacket(header, frame, frameLength: frameLength)
    }

    private mutating func follow(_ header: NetworkHeader, _ frame: Span<UInt8>) {
        do throws(DecodingError) {
            guard let content = try Tunnel.content(frame, of: header) else { return }
            guard depth < Self.maximumDepth else {
                end = .notFollowed(UndecodedReason(header: .nesting, cause: .malformed(.depth)))
                return
            }
            upcoming = try HeaderWalk.networkHeader(frame, content.window, from: content.next)
        } catch {
            end = Self.end(error)
        }
    }

    private static func end(_ error: DecodingError) -> End {
        switch error.problem {
        case .notIP: .complete
        case .unsupported, .malformed(field: .protected): .notFollowed(error.reason)
        case .cut, .malformed: .undecoded
        }
    }
}
