import NetworkTypes
import Testing

@testable import PacketCapture

@Suite("A filter") struct CaptureFilterTests {
    @Test(
        "is taken when libpcap compiles it for a usual link type", arguments: ["", "not port 22", "vlan 5", "type mgt"])
    func taken(expression: String) throws {
        try checkCaptureFilter(expression)
    }

    @Test("that libpcap does not understand is refused with its message")
    func refused() {
        let error = #expect(throws: CaptureError.self) { try checkCaptureFilter("port (") }
        #expect(error?.description.hasPrefix("--filter: 'port (' is not a filter: ") == true)
        #expect(error?.description.contains("syntax error") == true)
    }
}

@Suite("Losses") struct LossCounterTests {
    @Test("are what came since the last look, also when libpcap's 32 bits wrap")
    func wrap() {
        var counter = LossCounter()
        #expect(counter.advance(kernel: 10, interface: 3) == PacketLoss(kernel: 10, interface: 3))
        #expect(counter.advance(kernel: 10, interface: 4) == PacketLoss(kernel: 0, interface: 1))
        #expect(counter.advance(kernel: .max - 1, interface: 4).kernel == UInt64(UInt32.max) - 11)
        #expect(counter.advance(kernel: 4, interface: 4) == PacketLoss(kernel: 6, interface: 0))
    }

    @Test("of an interface that is made anew, and counts from nothing again, are none")
    func newInterface() {
        var counter = LossCounter()
        _ = counter.advance(kernel: 0, interface: 500)
        #expect(counter.advance(kernel: 0, interface: 2).isNone)
        #expect(counter.advance(kernel: 0, interface: 5).interface == 3)
    }
}

@Suite("An interface") struct LiveCaptureTests {
    @Test("that is not there is refused with the names of those that are")
    func missing() {
        var group: FanoutGroup?
        do {
            _ = try LiveCapture(NetworkInterface("no-such"), LiveOptions(), sharing: &group, isKnown: { _ in true })
            Issue.record("it was opened")
        } catch {
            #expect(error.description.hasPrefix("no-such: there is no such interface; there are lo"))
        }
    }

    @Test("says what to do about what is wrong with it")
    func descriptions() {
        #expect(
            LiveProblem.notPermitted(program: "/bin/f").description.contains(
                "'sudo setcap cap_net_raw,cap_net_admin=eip /bin/f'"))
        #expect(LiveProblem.interfaceDown.description.contains("ip link set dev NAME up"))
        #expect(LiveProblem.onlyRootSwitchesUser.description.contains("leave --user out"))
    }
}
