import ArgumentParser
import CommandSupport
import Logging
import TrafficSimulation

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write the sample capture and its watchlist.",
        discussion: """
            The same seed gives the same files, byte for byte.

              flowcensus sample --output .
              flowcensus replay sample.pcap --watchlist watchlist.csv --store :memory:
            """)

    @Option(help: ArgumentHelp("The folder to write to, made if it is missing.", valueName: "folder"))
    var output = "."

    @Option(help: "The seed of the random parts.")
    var seed: UInt64 = 1

    @Flag(help: "Replace files that are there.")
    var force = false

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        for path in try SampleJob(folder: output, seed: seed, replacing: force).write() {
            Log.logger.info("wrote \(path)")
        }
    }
}
