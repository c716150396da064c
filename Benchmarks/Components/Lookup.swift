import Benchmark
import NetworkTypes
import Watchlist

func addLookupBenchmarks() {
    addLookups("13408-addresses", SampleList(addresses: 13_408, prefixes: 0))
    addLookups("100k-prefixes", SampleList(addresses: 0, prefixes: 100_000))
    addLookups("1M-addresses", SampleList(addresses: 1_000_000, prefixes: 0))
}

/// The exact tables behind the screen, which 1 % of the questions hit, and the rules behind a hit.
private func addLookups(_ name: String, _ list: SampleList) {
    let (watchlist, questions) = (list.watchlist, list.questions)
    Benchmark("lookup-whether-named-by-\(name)", configuration: .million) { benchmark in
        var found = 0
        for number in benchmark.scaledIterations where watchlist.names(questions[number % SampleList.questionCount]) {
            found += 1
        }
        blackHole(found)
    }
    Benchmark("lookup-match-in-\(name)", configuration: .million) { benchmark in
        let time = Timestamp(nanoseconds: 0)
        var found = 0
        for number in benchmark.scaledIterations {
            let address = IPAddress.v4(questions[number % SampleList.questionCount])
            if watchlist.match(address, port: 443, transport: .tcp, at: time) != nil { found += 1 }
        }
        blackHole(found)
    }
}
