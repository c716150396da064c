import NetworkTypes
import PacketDecoding
import TestSupport
import Testing

/// Facts that hold for every kind of frame, whatever its headers.
@Suite("A frame of every kind") struct RoundTripTests {
    @Test("leads to the packet that was put into it", arguments: RepresentativeFrame.all)
    func leadsToItsPacket(_ frame: RepresentativeFrame) throws {
        #expect(try decode(frame.bytes, frame.linkType) == decode(frame.packet, .raw))
    }

    @Test(
        "cut anywhere by the snapshot length is reported as cut, or decoded with less",
        arguments: RepresentativeFrame.all)
    func cutBySnapLength(_ frame: RepresentativeFrame) throws {
        try expectEveryBeginning(of: frame, originalLength: frame.bytes.count)
    }

    @Test("that ends anywhere on the wire is reported as cut, or decoded with less", arguments: RepresentativeFrame.all)
    func cutOnTheWire(_ frame: RepresentativeFrame) throws {
        try expectEveryBeginning(of: frame, originalLength: 0)
    }

    @Test(
        "cut anywhere leads to its outermost addresses or none when tunnels are not followed",
        arguments: RepresentativeFrame.all)
    func outermostOnly(_ frame: RepresentativeFrame) throws {
        let whole = try decode(frame.bytes, frame.linkType, tunnels: .outermost)
        for length in frame.bytes.indices {
            let cut = Array(frame.bytes[..<length])
            guard case .success(let packet) = outcome(cut, frame.linkType, tunnels: .outermost) else { continue }
            #expect(packet.source == whole.source && packet.destination == whole.destination)
        }
    }

    @Test("followed by anything decodes the same", arguments: RepresentativeFrame.all)
    func trailingBytes(_ frame: RepresentativeFrame) throws {
        let trailer: [UInt8] = [0x45, 0, 0xFF, 0xFF] + [UInt8](repeating: 0x2A, count: 60)
        #expect(try decode(frame.bytes + trailer, frame.linkType) == decode(frame.packet, .raw))
    }
}

/// Expects of every beginning of a frame that its captured bytes are reported as cut or that it decodes with nothing
/// that the whole frame does not hold; and that more bytes never make it worse.
private func expectEveryBeginning(of frame: RepresentativeFrame, originalLength: Int) throws {
    let known = [
        try decode(frame.bytes, frame.linkType), try decode(frame.bytes, frame.linkType, tunnels: .outermost),
    ]
    var defects: [String] = []
    var wasDecoded = false
    for length in frame.bytes.indices {
        switch outcome(Array(frame.bytes[..<length]), frame.linkType, originalLength: max(length, originalLength)) {
        case .success(let packet):
            wasDecoded = true
            if !known.contains(where: { packet.isPart(of: $0) }) { defects.append("\(length) bytes: \(packet)") }
        case .failure(let error):
            if wasDecoded || !error.isCut(within: length) { defects.append("\(length) bytes: \(error)") }
        }
    }
    #expect(wasDecoded)
    #expect(defects.isEmpty)
}

extension DecodedPacket {
    /// Whether everything that this packet states is what `whole` states, or is missing.
    fileprivate func isPart(of whole: DecodedPacket) -> Bool {
        let isIncomplete = remarks.contains(.transportIncomplete)
        return source == whole.source && destination == whole.destination && length == whole.length
            && (transport == whole.transport || isIncomplete)
            && (sourcePort == whole.sourcePort || sourcePort == 0 && isIncomplete)
            && (destinationPort == whole.destinationPort || destinationPort == 0 && isIncomplete)
            && (tcpFlags == whole.tcpFlags || tcpFlags.isEmpty && isIncomplete)
    }
}

extension DecodingError {
    /// Whether the error is a cut whose numbers fit `length` captured bytes.
    fileprivate func isCut(within length: Int) -> Bool {
        guard case .cut(let needed, let present) = problem else { return false }
        return present < needed && present == max(0, length - offset)
    }
}
