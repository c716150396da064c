import CensusModel

extension ThreatClass {
    /// The class that the words of a feed mean: `botnet_cc`, `CnC`, `Scanning Host`, `ssh-bruteforce`, `EXE_Source`; `nil`
    /// where they mean none.
    ///
    /// Only for fields in which a feed says what an address does.
    init?(describedBy words: String) {
        let words = words.lowercased()
        let parts = Set(words.split { !$0.isLetter && !$0.isNumber && $0 != "&" }.map(String.init))
        let meaning = Self.meanings.first { _, phrases, names in
            phrases.contains { words.contains($0) } || !parts.isDisjoint(with: names)
        }
        guard let meaning else { return nil }
        self = meaning.threatClass
    }

    /// Parts of words, and whole words, which others could hold by chance.
    private static let meanings: [(threatClass: ThreatClass, phrases: [String], names: Set<String>)] = [
        (.sinkhole, ["sinkhole", "blackhole"], []),
        (
            .c2,
            ["botnet_cc", "botnet cc", "command and control", "command-and-control", "command_and_control", "c&c"],
            ["cnc", "c2", "c2s", "cc", "botcc"]
        ),
        (.backdoor, ["backdoor", "webshell", "web shell", "web-shell"], []),
        (.scanner, ["scan", "brute", "probing", "pwauth", "telnetlogin"], ["bf"]),
        (
            .malware,
            [
                "malware", "exe_source", "driveby", "drive-by", "fakeav", "spyware", "payload", "skimming", "trojan",
                "ransomware",
            ], []
        ),
    ]
}
