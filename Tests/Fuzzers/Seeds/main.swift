import Foundation

/// Writes a folder of inputs for each fuzzer into the folder named on the command line.
guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: fuzz-seeds FOLDER\n".utf8))
    exit(2)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let seeds = [
    ("frames", FrameSeeds.all), ("pcap", CaptureSeeds.pcap), ("pcapng", CaptureSeeds.pcapng),
    ("segments", CaptureSeeds.segments), ("exports", ExportSeeds.datagrams), ("logs", ExportSeeds.files + LogSeeds.all),
    ("registers", RegisterSeeds.all), ("packed", PackedSeeds.all), ("runs", RunSeeds.all),
]
for (name, inputs) in seeds {
    let target = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for (number, input) in inputs.enumerated() {
        try Data(input).write(to: target.appendingPathComponent("seed-\(number)"))
    }
    print("\(target.path): \(inputs.count) inputs")
}
