/// The IP packets of one frame, the outermost first: each but the first is what the one before it carries as a tunnel, or
/// stands behind it in an aggregate.
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

    /// Where a packet stands.
    package enum Place: Sendable {
        /// In the packet before it, or in none.
        case inside
        /// As the first of an aggregate, which the packet before it carries, or none.
        case firstOfAggregate
        /// Behind others of the aggregate: around it is what was around the first.
        case laterOfAggregate
    }

    private var upcoming: NetworkHeader?
    private var upcomingPlace = Place.inside
    private var depth = 0
    private var aggregate: LaterPackets?
    private var depthOfAggregate = 0
    private var packetsOfAggregate = 0
    private let frameLength: Int
    private let followsTunnels: Bool
    /// Known once `next` has given the last packet.
    package private(set) var end = End.complete
    /// Of the packet that `next` has given last.
    package private(set) var place = Place.inside

    /// How many IP headers within one another are looked at.
    package static let maximumDepth = 16
    /// How many packets of an aggregate are looked at.
    package static let maximumAggregate = 64

    /// The chain that begins with what some header leads to.
    ///
    /// - Throws: why there is no packet.
    init(
        _ frame: Span<UInt8>, _ window: Window, from first: NextHeader, frameLength: Int, followsTunnels: Bool
    ) throws(DecodingError) {
        self.frameLength = frameLength
        self.followsTunnels = followsTunnels
        guard let error = enter(frame, window, from: first) else { return }
        guard upcoming != nil else { throw error }
        note(Self.end(error))
    }

    /// Whether `next` has given the last packet.
    package var isAtEnd: Bool { upcoming == nil }

    /// The next packet inwards, or of an aggregate; `nil` behind the last.
    ///
    /// - Parameter frame: the bytes that the chain was made of.
    package mutating func next(_ frame: Span<UInt8>) -> DecodedPacket? {
        guard let header = upcoming else { return nil }
        (upcoming, place) = (nil, upcomingPlace)
        depth += 1
        if followsTunnels { follow(header, frame) }
        if upcoming == nil, aggregate != nil { goOnInAggregate(frame) }
        return DecodedPacket(header, frame, frameLength: frameLength)
    }

    private mutating func follow(_ header: NetworkHeader, _ frame: Span<UInt8>) {
        do throws(DecodingError) {
            guard let content = try Tunnel.content(frame, of: header) else { return }
            guard depth < Self.maximumDepth else {
                note(.notFollowed(UndecodedReason(header: .nesting, cause: .malformed(.depth))))
                return
            }
            if let error = enter(frame, content.window, from: content.next) { note(Self.end(error)) }
        } catch {
            note(Self.end(error))
        }
    }

    /// Goes to the IP packet that a header leads to, and takes note of an aggregate on the way.
    ///
    /// - Returns: why there is none, or not the first of an aggregate.
    private mutating func enter(_ frame: Span<UInt8>, _ window: Window, from first: NextHeader) -> DecodingError? {
        var window = window
        window.laterPackets = nil
        do throws(DecodingError) {
            upcoming = try HeaderWalk.networkHeader(frame, &window, from: first)
            upcomingPlace = beginAggregate(window) ? .firstOfAggregate : .inside
            return nil
        } catch {
            if beginAggregate(window) {
                goOnInAggregate(frame)
                upcomingPlace = .firstOfAggregate
            }
            return error
        }
    }

    /// Of aggregates within one another the outermost is looked through.
    private mutating func beginAggregate(_ window: Window) -> Bool {
        guard packetsOfAggregate == 0, let later = window.laterPackets else { return false }
        (aggregate, depthOfAggregate, packetsOfAggregate) = (later, depth, 1)
        return true
    }

    /// Goes to the next packet of the aggregate, if there is one in which an IP header is found.
    private mutating func goOnInAggregate(_ frame: Span<UInt8>) {
        while let later = aggregate, packetsOfAggregate < Self.maximumAggregate {
            packetsOfAggregate += 1
            var window = later.window
            defer { aggregate = window.laterPackets }
            do throws(DecodingError) {
                upcoming = try HeaderWalk.networkHeader(frame, &window, from: .ieee80211Subframe(inMesh: later.inMesh))
                (upcomingPlace, depth) = (.laterOfAggregate, depthOfAggregate)
                return
            } catch {
                note(Self.end(error))
            }
        }
    }

    private mutating func note(_ end: End) {
        if self.end == .complete { self.end = end }
    }

    private static func end(_ error: DecodingError) -> End {
        switch error.problem {
        case .notIP: .complete
        case .unsupported, .malformed(field: .protected): .notFollowed(error.reason)
        case .cut, .malformed: .undecoded
        }
    }
}
