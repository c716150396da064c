import CensusModel
import Testing

@testable import Watchlist

@Suite("A class in the words of a feed")
struct ClassDescriptionTests {
    @Test(
        "is what they mean",
        arguments: [
            ("botnet_cc", .c2), ("CnC", .c2), ("Command and Control", .c2), ("C&C server", .c2), ("c2", .c2),
            ("seen\u{2014}C2\u{2014}twice", .c2), ("Scanning Host", .scanner), ("crowdsecurity/ssh-bf", .scanner),
            ("ssh-bruteforce", .scanner), ("EXE_Source", .malware), ("payload_delivery", .malware),
            ("A web shell", .backdoor), ("Sinkholed C2", .sinkhole), ("cc_skimming", .malware), ("Brute Ratel C4", .c2),
            ("win.brute_ratel_c4", .c2), ("access", nil), ("tcc", nil), ("c25", nil),
            ("", nil), ("Netzwerk\u{FC}berwachung", nil),
        ] as [(String, ThreatClass?)])
    func meanings(words: String, threatClass: ThreatClass?) {
        #expect(ThreatClass(describedBy: words) == threatClass)
    }
}
