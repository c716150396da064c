import ArgumentParser
import IngestPipeline
import PacketCapture

/// How interfaces are captured.
struct CaptureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only packets that a filter of libpcap takes, for example 'not port 22'.", valueName: "expression"))
    var filter = ""

    @Option(help: ArgumentHelp("Handles, each with a thread and a buffer, that share an interface.", valueName: "n"))
    var workers = 1

    @Option(
        help: ArgumentHelp(
            "What the kernel keeps for each handle until it is read: bytes, or as 512KiB, 64MiB, 1GiB.",
            valueName: "size"))
    var buffer = ByteCount(64 * 1_024 * 1_024)

    @Option(help: ArgumentHelp("Bytes kept of each packet; lengths are taken from headers.", valueName: "bytes"))
    var snaplen = 256

    @Flag(help: "Take only what is addressed to this machine.")
    var noPromiscuous = false

    @Option(help: "Which packets of an interface: in, out or inout.")
    var direction: TrafficDirection = .inout

    /// From the headers of one packet up to libpcap's own limit.
    private static let snapLengths = 64...262_144
    /// From one block of the ring up to what libpcap's number can say.
    private static let buffers = 256 * 1_024...0x7FFF_FFFF
    private static let mostWorkers = 64

    func validate() throws {
        guard (1...Self.mostWorkers).contains(workers) else {
            throw ValidationError("--workers takes a number from 1 to \(Self.mostWorkers).")
        }
        guard Self.snapLengths.contains(snaplen) else {
            throw ValidationError("--snaplen takes a number from 64 to 262144.")
        }
        guard Self.buffers.contains(buffer.bytes) else {
            throw ValidationError("--buffer takes a size from 256KiB to 2047MiB.")
        }
    }

    func apply(to options: inout SniffOptions) {
        options.live.filter = filter
        options.live.bufferLength = buffer.bytes
        options.live.snapLength = snaplen
        options.live.isPromiscuous = !noPromiscuous
        options.live.direction = direction
        options.running.workers = workers
    }
}
