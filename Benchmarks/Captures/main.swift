import Foundation

// Writes a capture and the watchlist that goes with it, for benchmarks: the same arguments give the same bytes.
//
//     benchmark-captures KIND FRAMES MATCHING DISTRIBUTION LISTED PREFIXES CAPTURE LIST
//
// KIND is minimum, ipv4, udp, imix, flows or census; MATCHING the share of frames with a listed address in thousandths; DISTRIBUTION of
// the other addresses uniform, heavy, sequential, neighbours, shadows or colliding; LISTED and PREFIXES how many
// addresses and prefixes the list holds.

let arguments = CommandLine.arguments
guard arguments.count == 9, let frames = Int(arguments[2]), let matching = Int(arguments[3]),
    let kind = TrafficKind(rawValue: arguments[1]), let distribution = Distribution(rawValue: arguments[4]),
    let listed = Int(arguments[5]), let prefixes = Int(arguments[6])
else {
    FileHandle.standardError.write(
        Data("usage: benchmark-captures KIND FRAMES MATCHING DISTRIBUTION LISTED PREFIXES CAPTURE LIST\n".utf8))
    exit(2)
}

let list = BenchmarkList(addresses: listed, prefixes: prefixes)
try list.text.write(toFile: arguments[8], atomically: true, encoding: .utf8)
var traffic = BenchmarkTraffic(kind: kind, matching: matching, distribution: distribution, list: list)
try traffic.write(frames: frames, to: arguments[7])
