import CensusModel

extension ThreatClass {
    /// The class that the words of a feed mean: `botnet_cc`, `CnC`, `Scanning Host`, `ssh-bruteforce`, `EXE_Source`; `nil`
    /// where they mean none.
    ///
    /// Only for fields in which a feed says what an address does.
    init?(describedBy words: String) {
        // By bytes: every record of a list has such words, and searching in characters takes a hundred times as long.
        let text = Array(words.lowercased().utf8)
        let parts = Self.parts(of: text)
        let meaning = Self.meanings.first { _, phrases, names in
            phrases.contains { text.holds($0.utf8) }
                || names.contains { name in parts.contains { $0.elementsEqual(name.utf8) } }
        }
        guard let meaning else { return nil }
        self = meaning.threatClass
    }

    /// The words of a text in lower case: letters, digits and `&` of ASCII.
    private static func parts(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        text.split { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "&"): false
            default: true
            }
        }
    }

    /// Parts of words, and whole words, which others could hold by chance.
    private static let meanings: [(threatClass: ThreatClass, phrases: [String], names: Set<String>)] = [
        (.sinkhole, ["sinkhole", "blackhole"], []),
        // Cards' numbers, and no command and control, are what is meant by "cc" here.
        (.malware, ["cc_skimming", "cc skimming", "cc-skimming"], []),
        (
            .c2,
            // Brute Ratel is a tool of command and control, and no brute force.
            [
                "botnet_cc", "botnet cc", "command and control", "command-and-control", "command_and_control", "c&c",
                "brute ratel", "brute_ratel", "brute-ratel", "bruteratel",
            ],
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

extension [UInt8] {
    /// Whether some bytes stand in it, one after another.
    fileprivate func holds(_ bytes: String.UTF8View) -> Bool {
        guard let first = bytes.first, bytes.count <= count else { return bytes.isEmpty }
        return (0...count - bytes.count).contains { self[$0] == first && self[$0...].starts(with: bytes) }
    }
}
