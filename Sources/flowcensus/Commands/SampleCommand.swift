import ArgumentParser
import Logging
import TrafficSimulation

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write the sample capture and its watchlist.",
        discussion: "The same seed gives the same files, byte for byte.")

    @Option(help: ArgumentHelp("The folder to write to, which must be there.", valueName: "folder"))
    var output = "."

    @Option(help: "What the random parts are drawn from.")
    var seed: UInt64 = 1

    func run() throws {
        for path in try SampleJob(folder: output, seed: seed).write() { Log.logger.info("wrote \(path)") }
    }
}
