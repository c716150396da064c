import ByteInput
import FuzzSupport
import NetworkTypes
import PacketCapture
import PacketDecoding
import TestSupport

/// Decodes a frame on both ways and under both policies, and classifies it with the screen before it and without.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrame(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let frame = FrameCase(&input)
    let outcomes = TunnelPolicy.allCases.map { check(frame, $0) }
    switch (outcomes[0], outcomes[1]) {
    case (.success(let inner), .success(let outer)): expect(inner == outer, "\(inner) is outermost, or \(outer)")
    case (.failure(let inner), .failure(let outer)): expect(inner == outer, "\(inner) under one policy, \(outer)")
    default: expect(false, "tunnels decide whether a frame is decoded: \(outcomes)")
    }
    checkClassifier(frame)
    return 0
}

/// Decodes the short way and the long one.
///
/// - Returns: the outermost packet.
private func check(_ frame: FrameCase, _ tunnels: TunnelPolicy) -> Result<DecodedPacket, DecodingError> {
    let decoder = FrameDecoder(tunnels: tunnels)
    let bytes = frame.bytes.span
    let usual = decoder.usualPacket(bytes, linkType: frame.linkType, originalLength: frame.originalLength)
    do throws(DecodingError) {
        var chain = try decoder.chain(bytes, linkType: frame.linkType, originalLength: frame.originalLength)
        var packets: [DecodedPacket] = []
        while let packet = chain.next(bytes) { packets.append(packet) }
        let most = HeaderChain.maximumDepth * HeaderChain.maximumAggregate
        expect((1...most).contains(packets.count), "a chain of \(packets.count)")
        if let usual {
            let first = packets[0]
            expect(packets.count == 1 && chain.end == .complete, "usual, and a tunnel")
            expect(first.source == .v4(usual.source) && first.length == usual.length, "\(usual), \(first)")
        }
        for packet in packets { checkPacket(packet, frame) }
        return .success(packets[0])
    } catch {
        expect(usual == nil, "usual, and \(error)")
        checkError(error, frame)
        return .failure(error)
    }
}

private func checkPacket(_ packet: DecodedPacket, _ frame: FrameCase) {
    let wireLength = max(frame.originalLength, frame.bytes.count)
    switch (packet.source, packet.destination) {
    case (.v4, .v4): expect(packet.length < 65_536, "IPv4 states 16 bits")
    case (.v6, .v6): expect(packet.length >= 40, "IPv6 counts its header")
    default: expect(false, "ends of two versions")
    }
    // A packet that states no length ends where its frame does, or where a tunnel's header around it says.
    let isStated = !packet.remarks.contains(.lengthNotStated)
    let room = isStated ? Int(packet.length) : max(wireLength, 65_576)
    expect(packet.payloadLength <= room, "payload of \(packet.payloadLength) in \(room)")
    if packet.remarks.contains(.laterFragment) {
        expect(packet.sourcePort == 0 && packet.destinationPort == 0, "a later fragment has no ports")
    }
    expect(packet.transport == .tcp || packet.tcpFlags.rawValue == 0, "flags of \(packet.transport)")
    let isTooLong = Int(packet.length) > wireLength
    expect(!isTooLong || packet.remarks.contains(.lengthMismatch), "a length of \(packet.length) in \(wireLength)")
}

private func checkError(_ error: DecodingError, _ frame: FrameCase) {
    expect(error.offset >= 0, "\(error) lies before the frame")
    if case .cut(let needed, let present) = error.problem {
        expect(present >= 0 && present < needed, "\(error) is no cut")
        expect(error.offset + present <= max(error.offset, frame.bytes.count), "\(error) lies behind the frame")
    }
    expect(!error.reason.name.isEmpty, "\(error) has a name")
}

/// Classifies the frame between two others, which a look beyond its end would meet.
private func checkClassifier(_ frame: FrameCase) {
    guard LinkHeader.isKnown(frame.linkType) else { return }
    var capture = ClassicCapture(linkType: UInt32(frame.linkType.rawValue))
    let neighbour = [UInt8](repeating: frame.bytes.last ?? 0xCB, count: 70)
    capture.add(frame.bytes, originalLength: frame.originalLength)
    capture.add(neighbour)
    capture.add(frame.bytes, seconds: 1_370_048_399, originalLength: frame.originalLength)
    let classified = ClassifiedCapture(watchlist: frame.watchlist, tunnels: frame.tunnels)
    classified.check(OpenedInput(name: "frames", bytes: capture.bytes), packets: 3)
}
