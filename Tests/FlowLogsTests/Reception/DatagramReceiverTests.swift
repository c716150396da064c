import FlowLogs
import Foundation
import NetworkTypes
import TestSupport
import Testing

@Suite("Receiving what exporters send")
struct DatagramReceiverTests {
    @Test(
        "is at a port, or at one address's",
        arguments: [
            ("2055", "2055"), ("192.0.2.1:2055", "192.0.2.1:2055"), ("[2001:db8::1]:6343", "[2001:db8::1]:6343"),
            ("0", "0"), ("65535", "65535"), ("65536", nil), ("", nil), (":2055", nil), ("2001:db8::1:6343", nil),
            ("[192.0.2.1]:2055", nil), ("192.0.2.1", nil), ("host:2055", nil), ("192.0.2.1:", nil), ("-1", nil),
        ] as [(String, String?)])
    func address(text: String, expected: String?) {
        #expect(ReceptionAddress(parsing: text)?.description == expected)
    }

    /// Everything that has arrived.
    private func received(_ receiver: DatagramReceiver) throws -> [(bytes: [UInt8], from: IPAddress)] {
        var all: [(bytes: [UInt8], from: IPAddress)] = []
        while try receiver.receive(
            atMost: DatagramReceiver.batch,
            { bytes, sender in
                all.append((bytes.indices.map { bytes[$0] }, sender))
            }) > 0
        {}
        return all
    }

    @Test("takes datagrams of both versions of IP, whole and in their order, with who sent them")
    func bothVersions() throws {
        let any = try #require(ReceptionAddress(parsing: "0"))
        let receiver = try DatagramReceiver(any, buffer: 1 << 20, sharesPort: false)
        #expect(receiver.port > 0)
        let datagrams = (0..<100).map { [UInt8](repeating: UInt8($0), count: $0 * 17) }
        LoopbackDatagrams.send(datagrams, to: receiver.port)
        let first = try received(receiver)
        #expect(first.map(\.bytes) == datagrams)
        #expect(first.allSatisfy { $0.from == .v4(IPv4Address(rawValue: 0x7F00_0001)) })
        LoopbackDatagrams.send([[1, 2, 3]], to: receiver.port, isIPv6: true)
        let second = try received(receiver)
        #expect(second.map(\.bytes) == [[1, 2, 3]])
        #expect(second.map(\.from) == [.v6(IPv6Address(rawValue: 1))])
        #expect(receiver.takeDropped() == 0)
    }

    @Test("takes no more than it is asked for, and says what found no room")
    func losses() throws {
        let local = try #require(ReceptionAddress(parsing: "127.0.0.1:0"))
        let receiver = try DatagramReceiver(local, buffer: 64 * 1_024, sharesPort: false)
        let sent = 2_000
        LoopbackDatagrams.send((0..<sent).map { _ in [UInt8](repeating: 7, count: 1_000) }, to: receiver.port)
        #expect(try receiver.receive(atMost: 3) { _, _ in } == 3)
        var taken = 3
        let waiting = receiver.waitingAtMost
        taken += try received(receiver).count
        #expect(taken < sent && taken - 3 <= waiting)
        // No later datagram has to find room for that to be known.
        #expect(receiver.takeDropped() == UInt64(sent - taken))
        #expect(receiver.takeDropped() == 0)
    }

    @Test("is refused where somebody else receives, by the address")
    func taken() throws {
        let local = try #require(ReceptionAddress(parsing: "127.0.0.1:0"))
        let receiver = try DatagramReceiver(local, buffer: 1 << 16, sharesPort: false)
        let same = ReceptionAddress(address: local.address, port: receiver.port)
        let error = #expect(throws: ReceptionError.self) {
            _ = try DatagramReceiver(same, buffer: 1 << 16, sharesPort: false)
        }
        #expect(error?.description.hasPrefix("127.0.0.1:\(receiver.port): cannot receive there: ") == true)
    }
}
