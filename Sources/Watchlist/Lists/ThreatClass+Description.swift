import CensusModel

extension ThreatClass {
    /// The class that the words of a feed mean: `botnet_cc`, `CnC`, `Scanning Host`, `Brute_Forcer`, `EXE_Source`.
    ///
    /// Only for fields in which a feed names what an address does; `other` when it names something else.
    init(describedBy words: String) {
        let words = words.lowercased()
        let meanings: [(ThreatClass, [String])] = [
            (.sinkhole, ["sinkhole", "blackhole"]),
            (.c2, ["cnc", "c&c", "c2", "botnet_cc", "command and control", "command-and-control"]),
            (.backdoor, ["backdoor", "webshell", "web shell"]),
            (.scanner, ["scan", "brute"]),
            (.malware, ["malware", "exe_source", "driveby", "fakeav", "spyware", "payload", "skimming", "trojan"]),
        ]
        self = meanings.first { $0.1.contains { words.contains($0) } }?.0 ?? .other
    }
}
