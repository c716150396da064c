import Foundation
import Testing

@Suite(
    "An interface that is sniffed", .serialized,
    .enabled(if: VirtualCable.isPermitted, "network namespaces take root, ip, sysctl and tcpreplay"))
struct SniffInterfaceTests {
    private let folder: TemporaryFolder
    private let cable: VirtualCable
    private let capture: String
    private let store: String
    private let list = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
        cable = try VirtualCable()
        capture = try folder.file("live.pcap", LiveSample.capture())
        store = folder.path("census.db")
    }

    @Test("may go down and come back, vanish and be made anew, while another goes on")
    func comesBack() throws {
        try cable.plug("w0", "w1")
        // As a user without privileges: what is taken up again is taken up without them.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
        let sniff = try SniffRun(cable, ["v1", "w1"], list: list, store: store, user: "nobody")
        try cable.send(capture)
        try cable.run(["ip", "link", "set", "v1", "down"])
        try sniff.command.waitForErrors("v1: is down")
        try cable.send(capture, into: "w0")
        try cable.run(["ip", "link", "set", "v1", "up"])
        try sniff.command.waitForErrors("v1: is up again")
        try cable.send(capture)
        try cable.run(["ip", "link", "delete", "v0"])
        try sniff.command.waitForErrors("v1: the interface is gone")
        try cable.send(capture, into: "w0")
        try cable.plug()
        try sniff.command.waitForErrors("v1: is there again")
        try cable.send(capture)
        let counted = try sniff.stop()
        #expect(counted.seen == 5 * LiveSample.packets)
        #expect(counted.matched == 5 * LiveSample.matched)
    }

    @Test("is given up when several workers without privileges cannot take it up again; nothing counted is lost")
    func givenUp() throws {
        let sniff = try SniffRun(cable, list: list, store: store, ["--workers", "2"])
        try cable.send(capture)
        try cable.run(["ip", "link", "delete", "v0"])
        try sniff.command.waitForErrors("v1: the interface is gone")
        try cable.plug()
        let text = try sniff.command.finish()
        #expect(sniff.command.status == 1)
        #expect(text.contains("start again, or use one worker"))
        #expect(try SniffRun.Counted(summary: text).seen == LiveSample.packets)
    }

    @Test("may be all of them together")
    func any() throws {
        let sniff = try SniffRun(cable, ["any"], list: list, store: store, ["--direction", "in"])
        try cable.send(capture)
        #expect(try sniff.stop().matched == LiveSample.matched)
    }
}
