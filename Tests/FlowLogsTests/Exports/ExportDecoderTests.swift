import FlowLogs
import NetworkTypes
import TestSupport
import Testing

@Suite("The decoder of exports")
struct ExportDecoderTests {
    private typealias Build = ExportBuilder

    private static let template = Build.set(2, Build.template(256, Build.flowFields))

    @Test("names what it does not decode")
    func otherVersions() {
        let totals = { (bytes: [UInt8]) in Build.decoded([bytes + [UInt8](repeating: 0, count: 40)]).totals }
        #expect(totals([0, 7]) == [.undecoded("netflow_version_7"): 1])
        #expect(totals([0, 0, 0, 4]) == [.undecoded("sflow_version_4"): 1])
        #expect(totals([0x47, 0x45]) == [.undecoded("not_an_export"): 1])
        #expect(Build.decoded([[0, 9]]).totals == [.undecoded("export_cut"): 1])
    }

    @Test("names an exporter's clock that is far from the receiver's")
    func clock() {
        let late = Build.netFlow5(1, seconds: 1_500_000_000 + 4_000)
        #expect(Build.decoded([late]).totals == [.remark("clock_differs"): 1])
    }

    @Test("takes for exports what is one as a whole, not what begins like one")
    func recognition() {
        let recognises = { (bytes: [UInt8]) in ExportDecoder.recognises(bytes.span) }
        let name: [UInt8] =
            [3] + Array("www".utf8) + [7] + Array("example".utf8) + [3] + Array("com".utf8) + [0, 0, 1, 0, 1]
        for version: UInt8 in [5, 9, 10] {
            for flags: [UInt8] in [[1, 0], [0, 0x20], [0x81, 0x80], [0, 0]] {
                #expect(!recognises([0, version] + flags + [0, 1, 0, 0, 0, 0, 0, 0] + name))
                #expect(
                    !recognises(
                        [0, version] + flags + [0, 1, 0, 0, 0, 0, 0, 1] + name + [0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0]))
            }
        }
        #expect(!recognises([0, 5, 0, 1] + Array("File not found, or something else".utf8) + [0]))
        #expect(!recognises([0, 0, 0, 5] + Array("something else that is long enough".utf8)))
        let datagrams = [
            Build.netFlow5(3), Build.netFlow5(3, stated: 2), Build.ipfix([]),
            Build.ipfix([Self.template, Build.set(256, Build.flow())]),
            Build.netFlow9([Build.set(256, Build.flow()), [0, 0, 0, 0]]), Build.sFlow([]),
            Build.sFlow([Build.flowSample([Build.rawHeader([1, 2, 3])]), Build.block(2, [0, 0, 0, 0])]),
        ]
        for datagram in datagrams {
            #expect(recognises(datagram))
            for length in 40..<max(40, datagram.count) {
                let cut = Array(datagram.prefix(length))
                let isRecognised = ExportDecoder.recognises(cut.span, length: datagram.count)
                #expect(isRecognised, "\(datagram[1]) at \(length)")
            }
        }
    }

    @Test("takes for exports those that are damaged behind a sound beginning, so that the damage is named")
    func damagedAreRecognised() {
        let data = Build.set(256, Build.flow())
        let cut = { (bytes: [UInt8]) in Array(bytes.dropLast(5)) }
        let datagrams = [
            (Build.netFlow5(2, stated: 40_000), "netflow5_cut"),
            (cut(Build.netFlow9([data, data])), "set_cut"), (cut(Build.ipfix([data, data])), "set_cut"),
            (Build.ipfix([data, [0, 7, 0, 2]]), "set_length"),
            (
                cut(Build.sFlow([Build.flowSample([Build.rawHeader([1, 2, 3])]), Build.block(2, [0, 0, 0, 0])])),
                "sflow_cut"
            ),
        ]
        for (datagram, name) in datagrams {
            let isRecognised = ExportDecoder.recognises(datagram.span)
            #expect(isRecognised, "\(name)")
            #expect(Build.decoded([datagram]).count(.undecoded(name)) > 0, "\(name)")
        }
    }

    @Test(
        "recognises every known export",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"),
        arguments: KnownExports.captures)
    func knownAreRecognised(name: String) throws {
        for datagram in CapturedDatagram.all(try KnownExports.capture(name)) {
            let isRecognised = ExportDecoder.recognises(datagram.payload.span)
            #expect(isRecognised, "\(datagram.payload.prefix(24))")
        }
    }

    @Test("keeps templates apart by exporter, domain and protocol")
    func apart() {
        var decoder = ExportDecoder()
        let other = IPAddress.v4(IPv4Address(rawValue: 0xC000_0202))
        let data = Build.ipfix([Build.set(256, Build.flow())])
        #expect(Build.decoded([Build.ipfix([Self.template])], by: &decoder).losses.isEmpty)
        #expect(Build.decoded([data], from: other, by: &decoder).records.isEmpty)
        #expect(Build.decoded([Build.ipfix([Build.set(256, Build.flow())], domain: 8)], by: &decoder).records.isEmpty)
        #expect(Build.decoded([Build.netFlow9([Build.set(256, Build.flow())])], by: &decoder).records.isEmpty)
        #expect(Build.decoded([data], by: &decoder).records.count == 1)
    }

    @Test("saves templates and sampling, and goes on with them")
    func saving() throws {
        var decoder = ExportDecoder()
        let sender6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | 5))
        let options = [
            Build.set(3, Build.options(300, scopes: 1, [(302, 4), (305, 4), (306, 4)])),
            Build.set(300, Build.number(9, 4) + Build.number(1, 4) + Build.number(63, 4)),
            Build.set(3, Build.options(301, scopes: 1, [(143, 4), (160, 8)])),
            Build.set(301, Build.number(1, 4) + Build.number(1_499_990_000_000, 8)),
        ]
        let template = Build.set(2, Build.template(256, Build.flowFields + [(302, 1), (22, 4), (210, 65_535)]))
        let unsaved = decoder.stateVersion
        _ = Build.decoded([Build.ipfix(options + [template])], from: sender6, by: &decoder)
        _ = Build.decoded([Build.netFlow9([Build.set(0, Build.template(256, Build.flowFields))])], by: &decoder)
        #expect(decoder.stateVersion != unsaved)
        let saved = decoder.savedState()
        var next = ExportDecoder()
        try next.restore(saved, at: Build.time)
        #expect(next.savedState() == saved)
        let data = Build.ipfix([Build.set(256, Build.flow() + [9] + Build.number(9_000_000, 4) + [0])])
        let record = try #require(Build.decoded([data], from: sender6, by: &next).records.first)
        #expect(record.samplingInterval == 64)
        #expect(record.first == Timestamp(nanoseconds: 1_499_999_000_000_000_000))
        #expect(Build.decoded([Build.netFlow9([Build.set(256, Build.flow())])], by: &next).records.count == 1)
    }

    @Test("takes of a damaged state what came before the damage")
    func damagedState() {
        var decoder = ExportDecoder()
        _ = Build.decoded([Build.ipfix([Self.template])], by: &decoder)
        let saved = decoder.savedState()
        for length in 0..<saved.count where length != 8 {
            var next = ExportDecoder()
            #expect(throws: SavedExportState.Problem.self) {
                try next.restore(Array(saved.prefix(length)), at: Build.time)
            }
            #expect(next.streamCount == 0)
        }
        for place in saved.indices {
            var damaged = saved
            damaged[place] ^= 0xFF
            var next = ExportDecoder()
            try? next.restore(damaged, at: Build.time)
        }
    }

    @Test("stays small under a flood of exporters, domains and templates, and keeps those of the trusted")
    func flood() {
        let trusted = PrefixSet(
            [
                IPPrefix(.v4(IPv4Address(rawValue: 0xC000_0200)), length: 24),
                IPPrefix(.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96)), length: 32),
            ].compactMap { $0 })
        let limit = 256 * 1_024
        var decoder = ExportDecoder(trusted: trusted, memoryLimit: limit)
        var kept = KeptTotals()
        let own = Build.ipfix([Self.template])
        decoder.decode(own.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
        for number in 0..<2_000 {
            let stranger = IPAddress.v4(IPv4Address(rawValue: 0x0B00_0000 + UInt32(number)))
            let forged = Build.ipfix([Self.template, Build.set(256, Build.flow())], domain: number)
            decoder.decode(forged.span, from: stranger, receivedAt: Build.time, into: &kept)
            decoder.decode(forged.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
            let neighbour = IPAddress.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | UInt128(number)))
            decoder.decode(forged.span, from: neighbour, receivedAt: Build.time, into: &kept)
            let templates = Build.ipfix([Build.set(2, Build.template(257 + number, Build.flowFields))])
            decoder.decode(templates.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
            #expect(decoder.memory <= 2 * limit)
        }
        #expect(kept.totals[.undecoded("exporters_full"), default: 0] > 0)
        #expect(kept.totals[.undecoded("templates_full"), default: 0] > 0)
        let data = Build.ipfix([Build.set(256, Build.flow(port: 9))], sequence: 77)
        #expect(Build.decoded([data], by: &decoder).records.count == 1)
    }

    @Test("gives up a trusted exporter's templates for its new ones where no data needed them for an hour")
    func renumbering() {
        let trusted = PrefixSet([IPPrefix(.v4(IPv4Address(rawValue: 0xC000_0200)), length: 24)].compactMap { $0 })
        var decoder = ExportDecoder(trusted: trusted)
        var kept = KeptTotals()
        for number in 0..<2_000 {
            let time = Timestamp(
                nanoseconds: Build.time.nanoseconds + Int64(number) * 60 * Timestamp.nanosecondsPerSecond)
            let datagram = Build.ipfix(
                [
                    Build.set(2, Build.template(256 + number, Build.flowFields)), Build.set(256 + number, Build.flow()),
                ], sequence: number)
            decoder.decode(datagram.span, from: Build.exporter, receivedAt: time, into: &kept)
        }
        #expect(kept.records == 2_000 && kept.totals[.undecoded("templates_full")] == nil)
    }

    @Test("counts once what comes again long after, of each exporter")
    func repeatedLongAfter() {
        var decoder = ExportDecoder()
        let datagrams = (0..<1_000).map { Build.netFlow5(1, sequence: $0, port: $0) }
        let other = IPAddress.v4(IPv4Address(rawValue: 0xC000_0202))
        #expect(Build.decoded(datagrams, by: &decoder).records.count == 1_000)
        #expect(Build.decoded(datagrams, by: &decoder).totals == [.repeated: 1_000])
        #expect(Build.decoded(datagrams, from: other, by: &decoder).records.count == 1_000)
    }

    @Test("says what an exporter lacked that makes room for others")
    func unsettled() {
        var decoder = ExportDecoder(memoryLimit: 256 * 1_024)
        var kept = KeptLog()
        let untold = Build.ipfix([Build.set(256, Build.flow())])
        decoder.decode(untold.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
        #expect(kept.totals.isEmpty)
        let template = Build.ipfix([Self.template])
        for number in 0..<2_000 {
            let other = IPAddress.v4(IPv4Address(rawValue: 0x0B00_0000 + UInt32(number)))
            decoder.decode(template.span, from: other, receivedAt: Build.time, into: &kept)
        }
        #expect(kept.totals == [.withoutTemplate: 1])
    }

    @Test("accounts for every record of an exporter that makes room for others again and again")
    func evictedAgain() {
        var decoder = ExportDecoder(memoryLimit: 256 * 1_024)
        var kept = KeptLog()
        let data = Build.set(256, Build.flow())
        let sent = 40
        for number in 0..<sent {
            let datagram = Build.ipfix(number % 10 == 0 ? [Self.template, data] : [data], sequence: number)
            decoder.decode(datagram.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
            for stranger in 0..<300 {
                let other = IPAddress.v4(IPv4Address(rawValue: 0x0B00_0000 + UInt32(number * 300 + stranger)))
                let forged = Build.ipfix([Self.template, data, data], domain: stranger)
                decoder.decode(forged.span, from: other, receivedAt: Build.time, into: &kept)
            }
        }
        decoder.settle(into: &kept)
        let origin = LogOrigin(exporter: Build.exporter, domain: 7)
        let counted = kept.items.count { if case .record(_, origin) = $0 { true } else { false } }
        let named = kept.losses.filter { $0.origin == origin }.reduce(0) { $0 + $1.count }
        #expect(counted < sent && UInt64(counted) + named == UInt64(sent), "\(counted) counted, \(named) named")
    }

    @Test("makes room for new exporters that are not trusted, those that were silent for longest going first")
    func eviction() {
        var decoder = ExportDecoder(memoryLimit: 256 * 1_024)
        var kept = KeptTotals()
        let template = Build.ipfix([Self.template])
        decoder.decode(template.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
        for number in 0..<2_000 {
            let other = IPAddress.v4(IPv4Address(rawValue: 0x0B00_0000 + UInt32(number)))
            decoder.decode(template.span, from: other, receivedAt: Build.time, into: &kept)
            let data = Build.ipfix([Build.set(256, Build.flow(port: number))], sequence: number)
            decoder.decode(data.span, from: Build.exporter, receivedAt: Build.time, into: &kept)
        }
        #expect(kept.records == 2_000)
        #expect(decoder.memory <= 256 * 1_024)
    }

    @Test(
        "keeps templates of an exporter that is not trusted under a flood of forged ones that tell of nothing, or not for long",
        arguments: [false, true])
    func floodOfStrangers(withRecords: Bool) {
        var decoder = ExportDecoder(memoryLimit: 256 * 1_024)
        var kept = KeptTotals()
        let data = Build.set(256, Build.flow())
        decoder.decode(
            Build.ipfix([Self.template, data]).span, from: Build.exporter, receivedAt: Build.time, into: &kept)
        let later = Timestamp(nanoseconds: Build.time.nanoseconds + 60 * Timestamp.nanosecondsPerSecond)
        if withRecords {
            // It has told of something for a minute; they have not.
            let again = Build.ipfix([data], sequence: 1)
            decoder.decode(again.span, from: Build.exporter, receivedAt: later, into: &kept)
        }
        let forged = Build.ipfix(withRecords ? [Self.template, data] : [Self.template])
        for number in 0..<5_000 {
            let other = IPAddress.v4(IPv4Address(rawValue: 0x0B00_0000 + UInt32(number)))
            decoder.decode(forged.span, from: other, receivedAt: later, into: &kept)
            let domain = Build.ipfix(withRecords ? [Self.template, data] : [Self.template], domain: 100 + number)
            decoder.decode(domain.span, from: Build.exporter, receivedAt: later, into: &kept)
        }
        let before = kept.records
        let last = Build.ipfix([Build.set(256, Build.flow(port: 9))], sequence: withRecords ? 2 : 1)
        decoder.decode(last.span, from: Build.exporter, receivedAt: later, into: &kept)
        #expect(kept.records == before + 1)
        #expect(decoder.memory <= 256 * 1_024)
    }

    @Test(
        "ends, whatever bytes of a datagram are changed or missing",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"),
        arguments: KnownExports.captures)
    func hostile(name: String) throws {
        var decoder = ExportDecoder()
        var kept = KeptTotals()
        for datagram in CapturedDatagram.all(try KnownExports.capture(name)).prefix(8) {
            let bytes = datagram.payload
            let step = max(1, bytes.count / 300)
            for length in stride(from: 0, to: bytes.count, by: step) {
                decoder.decode(
                    Array(bytes.prefix(length)).span, from: datagram.source, receivedAt: datagram.time, into: &kept)
            }
            for place in stride(from: 0, to: bytes.count, by: 3 * step) {
                for value: UInt8 in [0, 0xFF, bytes[place] ^ 1] {
                    var changed = bytes
                    changed[place] = value
                    decoder.decode(changed.span, from: datagram.source, receivedAt: datagram.time, into: &kept)
                }
            }
        }
        decoder.settle(into: &kept)
        #expect(decoder.memory <= 2 * ExportDecoder.defaultMemoryLimit)
    }
}
