import Foundation
import Testing

/// A network namespace with a virtual cable in it: what is sent into `v0` comes out of `v1`, and nothing else does.
///
/// Made with ip(8), which takes root; where that is not permitted, `isPermitted` says so on standard error, loudly.
final class VirtualCable {
    let namespace = "flowcensus-test-\(UUID().uuidString.prefix(8))"
    static let sending = "v0"
    static let receiving = "v1"

    static let isPermitted: Bool = {
        do {
            _ = try VirtualCable()
            return true
        } catch {
            FileHandle.standardError.write(
                Data("NOT TESTED: live capture, for network namespaces cannot be made here: \(error)\n".utf8))
            return false
        }
    }()

    struct Failure: Error {
        let command: [String]
        let output: String
    }

    init() throws {
        try Self.run(["ip", "netns", "add", namespace])
        // Else the kernel's own neighbour discovery would come among what is sent.
        try run(["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"])
        try plug()
    }

    deinit {
        _ = try? Self.run(["ip", "netns", "delete", namespace])
    }

    /// Plugs a cable in, made anew.
    func plug(_ sending: String = VirtualCable.sending, _ receiving: String = VirtualCable.receiving) throws {
        try run(["ip", "link", "add", sending, "type", "veth", "peer", "name", receiving])
        for end in [sending, receiving] { try run(["ip", "link", "set", end, "up"]) }
    }

    /// Runs a command in the namespace and returns its output.
    @discardableResult
    func run(_ command: [String]) throws -> String {
        try Self.run(inside + command)
    }

    /// What comes before a command to have it run in the namespace, by the same process.
    var inside: [String] { ["ip", "netns", "exec", namespace] }

    /// Sends captures with tcpreplay(1), and returns how many packets the kernel took.
    @discardableResult
    func send(_ capture: String, into interface: String = VirtualCable.sending, _ options: [String] = ["--topspeed"])
        throws -> Int
    {
        try Self.sentPackets(run(["tcpreplay", "-q", "-i", interface] + options + [capture]))
    }

    /// Begins to send, and goes on until the process is waited for.
    func beginSending(_ capture: String, _ options: [String]) throws -> BackgroundCommand {
        try BackgroundCommand(inside + ["tcpreplay", "-q", "-i", Self.sending] + options + [capture])
    }

    static func sentPackets(_ report: String) throws -> Int {
        let line = report.split(separator: "\n").first { $0.contains("Successful packets:") }
        let number = line?.split(whereSeparator: { $0.isWhitespace }).last.flatMap { Int($0) }
        return try #require(number, "\(report)")
    }

    @discardableResult
    private static func run(_ command: [String]) throws -> String {
        let process = try BackgroundCommand(command)
        let output = try process.finish()
        guard process.status == 0 else { throw Failure(command: command, output: output) }
        return output
    }
}

/// A command that runs beside the test.
final class BackgroundCommand {
    private let process = Process()
    private let folder: TemporaryFolder

    init(_ command: [String], executable: URL? = nil) throws {
        folder = try TemporaryFolder()
        process.executableURL = executable ?? URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        (process.standardOutput, process.standardError) = try (
            folder.writingHandle("output"), folder.writingHandle("errors")
        )
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var status: Int32 { process.terminationStatus }
    var isRunning: Bool { process.isRunning }
    var processIdentifier: pid_t { process.processIdentifier }
    /// What it wrote to standard output so far.
    var output: String { (try? folder.text("output")) ?? "" }
    /// What it wrote to standard error so far.
    var errors: String { (try? folder.text("errors")) ?? "" }

    func signal(_ number: CInt) {
        kill(process.processIdentifier, number)
    }

    /// Has it stand still, and waits until it does.
    func halt() throws {
        signal(SIGSTOP)
        // The third field of proc(5) is the state, behind the name in parentheses.
        let stat = "/proc/\(processIdentifier)/stat"
        while try !String(contentsOfFile: stat, encoding: .utf8).contains(") T ") {
            Thread.sleep(forTimeInterval: 0.001)
        }
    }

    /// Waits for the end, and returns what was written to both streams.
    @discardableResult
    func finish() throws -> String {
        process.waitUntilExit()
        return try folder.text("output") + errors
    }

    /// Waits until standard error holds some words so many times, or the command has ended.
    func waitForErrors(_ words: String, count: Int = 1) throws {
        while errors.components(separatedBy: words).count <= count {
            try #require(isRunning, "waited for '\(words)' in: \(errors)")
            Thread.sleep(forTimeInterval: 0.01)
        }
    }
}
