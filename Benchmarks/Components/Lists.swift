import Benchmark
import CMalloc
import Watchlist

func addListBenchmarks() {
    let text = SampleList(addresses: 1_000_000, prefixes: 0).text
    let start = SampleList(addresses: 100_000, prefixes: 0).text
    Benchmark("list-read-1M-addresses", configuration: .whole) { _ in
        blackHole(try ListParser.parse(text, name: "list"))
    }
    Benchmark("list-compile-1M-addresses", configuration: .whole) { benchmark in
        let table = try ListParser.parse(text, name: "list").table
        benchmark.startMeasurement()
        blackHole(Watchlist(table))
        benchmark.stopMeasurement()
    }
    Benchmark("list-bytes-in-memory-of-an-address-over-the-first-100k", configuration: .counted) { benchmark in
        let (small, smallBytes) = try compiled(start)
        let (large, largeBytes) = try compiled(text)
        let further = large.entryCount - small.entryCount
        // Hundredths, because measurements are whole numbers.
        benchmark.measurement(hundredthsOfBytes, (largeBytes - smallBytes) * 100 / further)
    }
}

private let hundredthsOfBytes = BenchmarkMetric.custom(
    "Hundredths of a byte", polarity: .prefersSmaller, useScalingFactor: false)

extension Benchmark.Configuration {
    fileprivate static var counted: Self {
        Self(
            metrics: [hundredthsOfBytes], maxDuration: .seconds(10), maxIterations: 3,
            thresholds: [hundredthsOfBytes: .tenth])
    }
}

/// A compiled list, and the bytes on the heap that it holds on to.
private func compiled(_ text: [UInt8]) throws -> (list: Watchlist, bytes: Int) {
    let before = heapBytes()
    let list = Watchlist(try ListParser.parse(text, name: "list").table)
    return (list, heapBytes() - before)
}

/// The bytes that are allocated and not freed: small blocks, and large ones that are mapped.
private func heapBytes() -> Int {
    let state = mallinfo2()
    return Int(state.uordblks + state.hblkhd)
}
