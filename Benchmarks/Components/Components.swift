import Benchmark

// The parts of the way of a packet, each measured alone and on data in memory. Names state what one operation is; they
// name files of thresholds too, so they do without spaces, commas and colons.
//
// Wall clock mostly: the library's instruction counts need hardware counters, which virtual machines seldom have, and its
// allocation counts read 0 without an allocator of its own. Benchmarks/Gates counts both another way.

let benchmarks: @Sendable () -> Void = {
    addDecodingBenchmarks()
    addScreenBenchmarks()
    addLookupBenchmarks()
    addListBenchmarks()
    addTallyBenchmarks()
    addStoreBenchmarks()
    addExportBenchmarks()
}
