import NetworkTypes
import PacketCapture
import Testing

@Suite("A resolution of time") struct TimestampResolutionTests {
    @Test(
        "turns units into nanoseconds",
        arguments: [
            (0, 7, 7_000_000_000), (3, 1_234, 1_234_000_000), (6, 1_370_044_800_000_001, 1_370_044_800_000_001_000),
            (9, 1_370_044_800_123_456_789, 1_370_044_800_123_456_789), (12, 1_999, 1), (18, 5_000_000_000, 5),
            (0x80, 7, 7_000_000_000), (0x8A, 1_536, 1_500_000_000), (0x94, 1 << 20, 1_000_000_000),
            (0xBF, 1 << 62, 500_000_000), (0xC0, .max, 999_999_999), (127, .max, 0), (0xFF, .max, 0),
        ] as [(UInt8, UInt64, Int64)])
    func units(_ option: UInt8, _ units: UInt64, _ nanoseconds: Int64) {
        let resolution = TimestampResolution(option: option, offsetSeconds: 0)
        #expect(resolution.timestamp(units)?.nanoseconds == nanoseconds)
    }

    @Test("adds its offset")
    func offset() {
        let resolution = TimestampResolution(option: 6, offsetSeconds: -10)
        #expect(resolution.timestamp(10_500_000)?.nanoseconds == 500_000_000)
        #expect(resolution.timestamp(10_000_000)?.nanoseconds == 0)
    }

    @Test("gives no instant before 1970, and none that cannot be held")
    func impossible() {
        #expect(TimestampResolution(option: 6, offsetSeconds: -10).timestamp(9_999_999) == nil)
        #expect(TimestampResolution(option: 0, offsetSeconds: 0).timestamp(.max) == nil)
        #expect(TimestampResolution(option: 6, offsetSeconds: .min).timestamp(0) == nil)
        #expect(TimestampResolution(option: 0, offsetSeconds: .max).timestamp(.max) == nil)
    }

    @Test("holds for every option byte")
    func everyOption() {
        for option in 0...UInt8.max {
            let resolution = TimestampResolution(option: option, offsetSeconds: 0)
            #expect(resolution.timestamp(0)?.nanoseconds == 0)
            if let last = resolution.timestamp(.max), let before = resolution.timestamp(.max - 1) {
                #expect(last >= before)
            }
        }
    }
}
