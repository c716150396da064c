import Foundation
import TestSupport
import Testing

@Suite(
    "Privileges to sniff", .serialized,
    .enabled(if: VirtualCable.isPermitted, "network namespaces take root, ip, sysctl and tcpreplay"))
struct SniffPrivilegeTests {
    private let folder: TemporaryFolder
    private let cable: VirtualCable
    private let list = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
        cable = try VirtualCable()
    }

    /// The status of every thread of a process.
    private func statuses(of process: pid_t) throws -> [String] {
        let folder = "/proc/\(process)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try String(contentsOfFile: "\(folder)/\($0)/status", encoding: .utf8)
        }
    }

    private func field(_ name: String, of status: String) -> [String] {
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(whereSeparator: { $0.isWhitespace }).dropFirst().map(String.init) ?? []
    }

    @Test(
        "are gone in every thread when packets are counted, and the store is the user's",
        arguments: [("nobody", "65534"), ("daemon", "1")])
    func dropped(user: String, number: String) throws {
        let store = folder.path("census.db")
        let sniff = try SniffRun(cable, list: list, store: store, user: user, ["--workers", "2"])
        let statuses = try statuses(of: sniff.command.processIdentifier)
        #expect(statuses.count >= 4)
        for status in statuses {
            #expect(field("Uid", of: status) == [number, number, number, number])
            #expect(field("Gid", of: status) == [number, number, number, number])
            #expect(field("Groups", of: status) == [number])
            #expect(field("NoNewPrivs", of: status) == ["1"])
            for name in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
                #expect(field(name, of: status) == ["0000000000000000"], "\(name)")
            }
        }
        _ = try sniff.stop()
        let owner = try FileManager.default.attributesOfItem(atPath: store)[.ownerAccountName] as? String
        #expect(owner == user)
    }

    /// Runs a copy of the command that everybody may execute, as somebody who is not root, in a folder of everybody's.
    private func sniffAsNobody(_ prefix: [String], _ arguments: [String]) throws -> (status: Int32, text: String) {
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
        let program = folder.path("flowcensus")
        try ProgramFile.copy(CommandRun.executable.path, to: program)
        let list = try folder.file("list.csv", Repository.text("Samples/watchlist.csv").utf8)
        let nobody = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        let command = try BackgroundCommand(
            cable.inside + nobody + prefix + [program, "sniff", "v1", "--watchlist", list] + arguments)
        let text = try command.finish()
        return (command.status, text)
    }

    @Test("that are missing are explained with the command that gives them")
    func missing() throws {
        let run = try sniffAsNobody([], [])
        #expect(run.status == 1)
        #expect(run.text.contains("v1: capturing is not permitted"), "\(run.text)")
        #expect(
            run.text.contains("sudo setcap cap_net_raw,cap_net_admin=eip \(folder.path("flowcensus"))"), "\(run.text)")
    }

    @Test("need not be root's: CAP_NET_RAW suffices, and is given up as well")
    func capability() throws {
        let run = try sniffAsNobody(
            ["--inh-caps", "+net_raw", "--ambient-caps", "+net_raw"],
            ["--store", folder.path("census.db"), "--duration", "0.3"])
        #expect(run.status == 0, "\(run.text)")
        #expect(run.text.contains("capturing v1"))
    }

    @Test("of root are what becoming somebody else takes")
    func otherUser() throws {
        let run = try sniffAsNobody(
            ["--inh-caps", "+net_raw", "--ambient-caps", "+net_raw"], ["--store", ":memory:", "--user", "daemon"])
        #expect(run.status == 1)
        #expect(run.text.contains("only root can become another user"), "\(run.text)")
    }

    @Test("given up must leave the store writable, which is found out at the start")
    func store() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
        let command = try BackgroundCommand(
            cable.inside + [
                CommandRun.executable.path, "sniff", "v1", "--user", "nobody", "--store", folder.path("census.db"),
                "--watchlist", list,
            ])
        let text = try command.finish()
        #expect(command.status == 1)
        #expect(text.contains("census.db: ") && text.contains("written as user nobody"), "\(text)")
        #expect(!text.contains("capturing"))
    }

    @Test("do not outlive themselves in descriptors that were left open; those that an argument names are read")
    func inherited() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
        let script = "exec 9</etc/shadow 8<\(list); exec \"$0\" \"$@\""
        let sniff = try BackgroundCommand(
            cable.inside + ["bash", "-c", script, CommandRun.executable.path, "sniff", "v1"]
                + ["--watchlist", "/dev/fd/8", "--store", folder.path("census.db"), "--user", "nobody"])
        try sniff.waitForErrors("capturing v1")
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(sniff.processIdentifier)/fd").map {
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(sniff.processIdentifier)/fd/\($0)")
        }
        #expect(!open.contains("/etc/shadow"), "\(open)")
        #expect(sniff.errors.contains("/dev/fd/8: csv, 8 entries"), "\(sniff.errors)")
        sniff.signal(SIGINT)
        try sniff.finish()
        #expect(sniff.status == 0)
    }

    @Test("given up must leave the lists readable; a message names the user whom it was refused")
    func unreadableList() throws {
        let list = try folder.file("list.csv", Repository.text("Samples/watchlist.csv").utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: list)
        let sniff = try BackgroundCommand(
            cable.inside + [
                CommandRun.executable.path, "sniff", "v1", "--user", "nobody", "--store", ":memory:",
                "--watchlist", list,
            ])
        let text = try sniff.finish()
        #expect(sniff.status == 1)
        #expect(text.contains("\(list): "), "\(text)")
        #expect(text.contains("Permission denied (it is read as user nobody"), "\(text)")
    }
}
