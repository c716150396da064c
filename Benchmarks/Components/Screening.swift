import Benchmark
import CensusModel
import Classification
import NetworkTypes
import PacketCapture
import PacketDecoding
import Watchlist

func addScreenBenchmarks() {
    let small = SampleList(addresses: 13_408, prefixes: 0)
    let large = SampleList(addresses: 1_000_000, prefixes: 100_000)
    addScreen("screen-a-frame-of-IPv4-with-13408-addresses", small) { SampleFrames.tcp(with: $0.outside(but: small)) }
    addScreen("screen-a-frame-of-IPv6-with-13408-addresses", small) { SampleFrames.udp6(with: $0.outside6()) }
    addScreen("screen-a-tagged-frame-of-IPv4-with-13408-addresses", small) {
        SampleFrames.taggedTCP(with: $0.outside(but: small))
    }
    addScreen("screen-a-frame-of-IPv4-with-1M-addresses-and-100k-prefixes", large) {
        SampleFrames.tcp(with: $0.outside(but: large))
    }
    addScreen("screen-a-frame-beside-a-listed-address-with-13408-addresses", small) {
        SampleFrames.tcp(with: $0.neighbour(of: small))
    }
}

/// The classifier on eight batches of frames of which none matches; an operation is a frame.
private func addScreen(_ name: String, _ list: SampleList, _ frame: (inout RandomAddresses) -> [UInt8]) {
    var random = RandomAddresses(seed: 2)
    let batches = (try? SampleFrames.batches(8) { _ in frame(&random) }) ?? []
    Benchmark(name, configuration: .million) { benchmark in
        var classifier = Classifier(watchlist: list.watchlist, internalNetworks: .defaultInternal, tunnels: .innermost)
        var sink = Sink()
        var left = benchmark.scaledIterations.count
        var next = 0
        while left > 0 {
            classifier.classify(batches[next], into: &sink)
            left -= batches[next].frames.count
            next = (next + 1) % batches.count
        }
        precondition(sink.count == 0, "nothing matches")
        blackHole(classifier.ledger)
    }
}

/// Counts what a classifier finds.
private struct Sink: ObservationSink {
    var count = 0
    mutating func record(_ observation: Observation) { count += 1 }
}

extension RandomAddresses {
    /// An address that a list does not name.
    fileprivate mutating func outside(but list: SampleList) -> IPv4Address {
        while true {
            let address = outside()
            if !list.watchlist.names(address) { return address }
        }
    }

    /// An address that a list does not name, in a block of 256 of which it names one: such a frame passes the screen.
    fileprivate mutating func neighbour(of list: SampleList) -> IPv4Address {
        let listed = list.questions[0].rawValue
        while true {
            let address = IPv4Address(rawValue: listed & 0xFFFF_FF00 | outside().rawValue & 0xFF)
            if !list.watchlist.names(address) { return address }
        }
    }
}
