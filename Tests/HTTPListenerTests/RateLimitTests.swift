import Testing

@testable import HTTPListener

@Suite("A rate limit")
struct RateLimitTests {
    @Test("gives a burst, and then as much as time brings")
    func fills() {
        var limit = RateLimit<Int>(rate: 2, burst: 3)
        let burst = (0..<4).map { _ in limit.take(1, at: 0) }
        #expect(burst == [true, true, true, false])
        let later = (0..<2).map { _ in limit.take(1, at: 500_000_000) }
        #expect(later == [true, false])
        let other = limit.take(2, at: 500_000_000)
        #expect(other)
    }

    @Test("remembers no more peers than its number")
    func forgets() {
        var limit = RateLimit<Int>(rate: 0, burst: 1, mostPeers: 100)
        for peer in 0..<10_000 {
            let isAllowed = limit.take(peer, at: Int64(peer))
            #expect(isAllowed)
        }
        let again = limit.take(9_999, at: 10_000)
        #expect(!again)
    }
}
