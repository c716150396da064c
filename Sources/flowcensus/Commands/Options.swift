import ArgumentParser
import CommandSupport
import IngestPipeline
import Runtime

/// How much memory a count may take.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The memory for lists and counts, in bytes or as 256MiB; beyond it counts go to the store as they come (default: 512MiB; 2GiB with --store :memory:, where there is no store to go to).",
            valueName: "size"))
    var memory: ByteCount?

    private static let least = 16 * 1_024 * 1_024

    func validate() throws {
        guard memory.map({ $0.bytes >= Self.least }) ?? true else {
            throw ValidationError("--memory takes a size from 16MiB up.")
        }
    }

    /// What there is for a store of some path.
    func bytes(store: String) -> Int { memory?.bytes ?? ReplayOptions.defaultMemory(store: store) }
}

/// Which sensor counts.
struct SensorOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The name of this sensor, which stands on all that it counts (default: none).", valueName: "name"))
    var sensor: String?

    private static let longest = 64

    func validate() throws {
        guard let sensor else { return }
        let isSound = sensor.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "-_.".utf8.contains(byte)
        }
        guard isSound, 1...Self.longest ~= sensor.utf8.count else {
            throw ValidationError("--sensor takes a name of 1 to \(Self.longest) letters, digits, dots, - and _.")
        }
    }

    var engines: Engines { Engines(sensor: sensor ?? "") }
}

/// Where options stand that are not on the command line.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file of options in YAML (default: \(ConfigurationFile.standardPath), where there is one).",
            valueName: "file"))
    var config: String?
}
