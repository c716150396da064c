import ByteInput
import CensusModel
import FlowLogs
import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

@testable import Classification

/// Takes every record by itself, whomever it concerns: what readers give without a screen.
private struct Unscreened: LogSink {
    var classifier: RecordClassifier<LogObservations>

    mutating func record(_ record: LogRecord, from origin: LogOrigin) { classifier.record(record, from: origin) }
    mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) { classifier.sample(sample, from: origin) }

    mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {
        classifier.note(loss, count: count, at: time, from: origin)
    }
}

@Suite("Records that are screened before they are read")
struct ScreenedLogTests {
    private typealias Nfcapd = NfcapdFile

    private static let hosts: [UInt32] = [0x0A00_0001, 0xC0A8_0102, 0xAC10_0001]
    private static let listed: [UInt32] = [0x0808_0808, 0x0808_0809, 0x0A00_0001]
    private static let others: [UInt32] = [0x0101_0101, 0x5DB8_D822, 0x5DB8_D901]

    private static func address(_ random: inout SeededGenerator) -> UInt32 {
        switch random.next() % 12 {
        case 0: listed[Int(random.next() % 3)]
        case 1...5: hosts[Int(random.next() % 3)]
        default: others[Int(random.next() % 3)]
        }
    }

    private static func classifier(withPrefixes: Bool) -> RecordClassifier<LogObservations> {
        let block = IPPrefix(.v4(IPv4Address(rawValue: 0x5DB8_D900)), length: 24)
        let prefixes =
            listed.map { IPPrefix(.v4(IPv4Address(rawValue: $0))) } + (withPrefixes ? [block] : []).compactMap { $0 }
        let entries = prefixes.map { WatchlistEntry(prefix: $0) }
        return RecordClassifier(
            watchlist: Watchlist(entries),
            counting: CountingRules(internalNetworks: .defaultInternal, tunnels: .innermost),
            rules: RecordRules(program: Exporter(program: "nfcapd")), into: LogObservations())
    }

    /// Reads the same with the screen and without, and holds one against the other.
    private static func compare(
        _ what: Comment, receivedAt: Timestamp? = nil, _ read: (inout any LogSink) throws -> Void
    ) rethrows {
        for withPrefixes in [false, true] {
            var screened: any LogSink = classifier(withPrefixes: withPrefixes)
            var plain: any LogSink = Unscreened(classifier: classifier(withPrefixes: withPrefixes))
            if var sink = screened as? RecordClassifier<LogObservations> {
                sink.receivedAt = receivedAt
                screened = sink
            }
            if var sink = plain as? Unscreened {
                sink.classifier.receivedAt = receivedAt
                plain = sink
            }
            try read(&screened)
            try read(&plain)
            guard let short = screened as? RecordClassifier<LogObservations>,
                let long = (plain as? Unscreened)?.classifier
            else {
                Issue.record("the sinks are what they were")
                return
            }
            #expect(short.sink.all == long.sink.all, what)
            #expect(short.ledger.coverage == long.ledger.coverage, what)
            #expect(short.ledger.last == long.ledger.last, what)
            #expect(short.ledger.lacksTimeBefore == long.ledger.lacksTimeBefore, what)
            #expect(short.seenCount == long.seenCount && short.matchedCount == long.matchedCount, what)
        }
    }

    private static func compare(_ what: Comment, log: [UInt8], as format: LogFormat) throws {
        try compare(what) { sink in
            var reader = try LogReader(OpenedInput(name: "log", bytes: log), as: format)
            do {
                while try reader.next(into: &sink) {}
            } catch {}
        }
    }

    @Test("give the same of nfcapd files of every shape")
    func nfcapd() throws {
        var random = SeededGenerator()
        for round in 0..<60 {
            let log = Nfcapd.file(
                blocks: (0..<3).map { _ in
                    (0..<Int(random.next() % 200)).map { _ in Nfcapd.record(&random, Self.address) }
                })
            try Self.compare("round \(round)", log: log, as: .nfcapd)
        }
    }

    @Test("give the same of nfcapd files of records alike, with others now and then between")
    func alikeNfcapd() throws {
        var random = SeededGenerator()
        for round in 0..<60 {
            let strangers = [UInt64.max, 300, 40][round % 3]
            let log = Nfcapd.file(
                blocks: (0..<2).map { _ in
                    (0..<400).map { _ in
                        random.next() % strangers == 0
                            ? Nfcapd.record(&random, Self.address)
                            : Nfcapd.likeFlow(&random, namesSender: round % 2 == 0, Self.rarelyListed)
                    }
                })
            try Self.compare("round \(round)", log: log, as: .nfcapd)
        }
    }

    private static func rarelyListed(_ random: inout SeededGenerator) -> UInt32 {
        random.next() % 50 == 0 ? listed[Int(random.next() % 3)] : others[Int(random.next() % 3)]
    }

    @Test("give the same of nfcapd files that are damaged")
    func damagedNfcapd() throws {
        var random = SeededGenerator()
        let log = Nfcapd.file(blocks: [(0..<40).map { _ in Nfcapd.record(&random, Self.address) }])
        for round in 0..<400 {
            var damaged = log
            for _ in 0...random.next() % 3 {
                let place = 52 + Int(random.next() % UInt64(log.count - 52))
                damaged[place] = UInt8(truncatingIfNeeded: random.next())
            }
            try Self.compare("round \(round)", log: damaged, as: .nfcapd)
        }
    }

    @Test("give the same of datagrams of NetFlow v5, whichever times they state, and whenever they come")
    func netFlow5() {
        var random = SeededGenerator()
        for round in 0..<60 {
            let datagrams = (0..<20).map { number in
                let seconds = 1_500_000_000 + Int(random.next() % 7_200)
                var bytes = ExportBuilder.netFlow5(
                    Int(random.next() % 150), sequence: number * 30, seconds: seconds,
                    sampling: random.next() % 2 == 0 ? 0 : 100)
                for start in stride(from: 24, to: bytes.count, by: 48) {
                    bytes.replaceSubrange(start..<start + 4, with: ExportBuilder.number(Int(Self.address(&random)), 4))
                    bytes.replaceSubrange(
                        start + 4..<start + 8, with: ExportBuilder.number(Int(Self.address(&random)), 4))
                    let end = 1_000_000 - Int(random.next() % 100_000)
                    let begin = end - [100, 2_000, 4_000_000, -5_000, 9_000_000][Int(random.next() % 5)]
                    bytes.replaceSubrange(
                        start + 24..<start + 28, with: ExportBuilder.number(Int(UInt32(truncatingIfNeeded: begin)), 4))
                    bytes.replaceSubrange(start + 28..<start + 32, with: ExportBuilder.number(end, 4))
                }
                return bytes
            }
            let received = Timestamp(nanoseconds: (1_500_000_000 + Int64(random.next() % 14_400)) * 1_000_000_000)
            Self.compare("round \(round)", receivedAt: received) { sink in
                var decoder = ExportDecoder()
                for datagram in datagrams {
                    decoder.decode(
                        datagram.span, from: .v4(IPv4Address(rawValue: 0xC000_0201)), receivedAt: received, into: &sink)
                }
                decoder.settle(into: &sink)
            }
        }
    }

    /// Fields of a template by a number between 0 and 5, in bytes: addresses, and how times and sampling are stated.
    private static func fields(_ kind: Int) -> [(Int, Int)] {
        let flow = [(7, 2), (8, 4), (12, 4), (11, 2), (4, 1), (1, 4), (2, 4)]
        return switch kind {
        case 0: flow + [(22, 4), (21, 4)]
        case 1: [(152, 8), (153, 8)] + flow + [(34, 4)]
        case 2: flow + [(150, 4), (161, 4), (48, 1)]
        case 3: [(323, 8)] + flow
        case 4: flow + [(27, 16), (28, 16), (22, 4), (21, 4)]
        default: flow
        }
    }

    /// A record of such a template.
    private static func data(_ kind: Int, _ random: inout SeededGenerator) -> [UInt8] {
        fields(kind).flatMap { element, length in
            let value: UInt64 =
                switch element {
                case 8, 12: UInt64(Self.address(&random))
                case 22, 21: [0, 900_000, 950_000, 999_000, 5_000_000][Int(random.next() % 5)]
                case 152, 153, 323:
                    [0, 1_500_000_000_000, 1_500_003_000_000][Int(random.next() % 3)] + random.next() % 9_000
                case 150: 1_500_000_000 + random.next() % 5_000
                case 34, 48: random.next() % 3
                case 27, 28: random.next() % 2
                default: random.next() % 100
                }
            return ExportBuilder.number(value, length)
        }
    }

    @Test("give the same of NetFlow v9 and IPFIX, by templates of every kind", arguments: [false, true])
    func sets(isIPFIX: Bool) {
        typealias Build = ExportBuilder
        var random = SeededGenerator()
        let sampler = Build.set(
            isIPFIX ? 3 : 1,
            isIPFIX
                ? Build.options(300, scopes: 1, [(48, 1), (34, 4)])
                : Build.options9(300, scopes: [(1, 4)], [(48, 1), (34, 4)]))
        for round in 0..<60 {
            var datagrams = [[sampler, Build.set(300, (isIPFIX ? [] : [0, 0, 0, 0]) + [1] + Build.number(100, 4))]]
            for _ in 0..<12 {
                let kind = Int(random.next() % 6)
                let template = Build.set(isIPFIX ? 2 : 0, Build.template(256 + kind, Self.fields(kind)))
                let records = (0..<Int(random.next() % 130)).flatMap { _ in Self.data(kind, &random) }
                let data = Build.set(256 + kind, records, padding: Int(random.next() % 4))
                datagrams.append(random.next() % 3 == 0 ? [data] : [template, data])
            }
            let received = Timestamp(nanoseconds: (1_500_000_000 + Int64(random.next() % 14_400)) * 1_000_000_000)
            Self.compare("round \(round)", receivedAt: received) { sink in
                var decoder = ExportDecoder()
                for (number, sets) in datagrams.enumerated() {
                    let seconds = 1_500_000_000 + number * 290
                    let datagram =
                        isIPFIX
                        ? Build.ipfix(sets, sequence: number, seconds: seconds)
                        : Build.netFlow9(sets, sequence: number, seconds: seconds)
                    decoder.decode(
                        datagram.span, from: .v4(IPv4Address(rawValue: 0xC000_0201)), receivedAt: received, into: &sink)
                }
                decoder.settle(into: &sink)
            }
        }
    }

    @Test("give the same of conn.log, TSV and JSON, with lines of every kind between")
    func connLog() throws {
        var random = SeededGenerator()
        for round in 0..<80 {
            let isJSON = round % 2 == 0
            let lines = (0..<300).map { _ in ConnLine(&random, Self.address).text(isJSON: isJSON, &random) }
            let text = (isJSON ? "" : ConnLine.header) + lines.joined(separator: "\n") + "\n"
            try Self.compare("round \(round)", log: Array(text.utf8), as: .zeek)
        }
    }
}
