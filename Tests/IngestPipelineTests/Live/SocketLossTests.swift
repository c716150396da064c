import Testing

@testable import IngestPipeline

@Suite("What a socket drops")
struct SocketLossTests {
    @Test("is named once a segment has gone by in which no sequence number told of it")
    func later() {
        var losses = SocketLosses()
        #expect(losses.untold(dropped: 100, isExact: true, lostBySequence: 20, isLast: false) == 0)
        #expect(losses.untold(dropped: 0, isExact: true, lostBySequence: 50, isLast: false) == 30)
        #expect(losses.untold(dropped: 0, isExact: true, lostBySequence: 0, isLast: false) == 0)
    }

    @Test("is named at the end of a session, whose exporters are not heard again")
    func last() {
        var losses = SocketLosses()
        #expect(losses.untold(dropped: 100, isExact: true, lostBySequence: 0, isLast: false) == 0)
        #expect(losses.untold(dropped: 10, isExact: true, lostBySequence: 60, isLast: true) == 50)
    }

    @Test("is not named where sequence numbers tell of more")
    func told() {
        var losses = SocketLosses()
        #expect(losses.untold(dropped: 0, isExact: true, lostBySequence: 500, isLast: false) == 0)
        #expect(losses.untold(dropped: 400, isExact: true, lostBySequence: 0, isLast: false) == 0)
        #expect(losses.untold(dropped: 0, isExact: true, lostBySequence: 0, isLast: true) == 0)
        #expect(losses.untold(dropped: .max, isExact: true, lostBySequence: 0, isLast: true) == UInt64.max - 500)
    }

    @Test("is an estimate where datagrams hold different numbers of records, of which a quarter is left to its error")
    func estimated() {
        var losses = SocketLosses()
        #expect(losses.untold(dropped: 100, isExact: false, lostBySequence: 80, isLast: false) == 0)
        #expect(losses.untold(dropped: 100, isExact: false, lostBySequence: 80, isLast: true) == 0)
        var others = SocketLosses()
        #expect(others.untold(dropped: 100, isExact: false, lostBySequence: 70, isLast: true) == 30)
    }
}
