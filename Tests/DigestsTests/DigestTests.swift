import Digests
import NetworkTypes
import Testing

@Suite("Digests")
struct DigestTests {
    @Test("has the examples of FIPS 180-4 for SHA-256")
    func sha256() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(SHA256.hash(data: Array("abc".utf8)).hexadecimal == abc)
        #expect(SHA256.hash(data: [UInt8]()).hexadecimal == nothing)
    }

    /// The running digest as it was first written, byte by byte: what a store keeps must agree with it.
    private static func running(_ bytes: [UInt8]) -> UInt64 {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        func mix(_ first: UInt64, _ second: UInt64) {
            let left = first ^ state &+ 0xA076_1D64_78BD_642F
            let right = second ^ (state >> 29 | state << 35) ^ 0xE703_7ED1_A0B4_28DB
            let product = left.multipliedFullWidth(by: right)
            state = product.high ^ product.low ^ state &+ 0x8EBC_6AF0_9C88_C6E3
        }
        for start in stride(from: 0, through: bytes.count, by: 16) {
            let piece = bytes[start..<min(start + 16, bytes.count)]
            mix(word(piece.prefix(8)), word(piece.dropFirst(8)))
        }
        mix(UInt64(bytes.count), 0)
        return state
    }

    @Test("of 64 bits are those of every version, of any length, and of four pieces side by side")
    func runningDigest() {
        for length in 0..<140 {
            let bytes = (0..<4 * length).map { UInt8(truncatingIfNeeded: $0 &* 151 ^ $0 >> 3 &+ length) }
            let quarters = (0..<4).map { Array(bytes[$0 * length..<($0 + 1) * length]) }
            let alone = quarters.map { RunningDigest.of($0.span) }
            #expect(alone == quarters.map(Self.running))
            #expect(RunningDigest.quarters(of: bytes.span) == alone)
        }
    }

    @Test("has the example of FIPS 180-4 for SHA-1")
    func sha1() {
        var hash = SHA1()
        hash.update(data: Array("abc".utf8))
        #expect(hash.finalize().hexadecimal == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test("takes bytes in any pieces, slices and sequences that lie apart, and goes on after a digest was told")
    func pieces() {
        var hash = SHA256()
        hash.update(data: Array("xab".utf8)[1...])
        let copy = hash
        _ = hash.finalize()
        hash.update(data: "c".utf8.reversed())
        #expect(hash.finalize() == SHA256.hash(data: Array("abc".utf8)))
        #expect(copy.finalize() == SHA256.hash(data: Array("ab".utf8)))
    }

    @Test("has the second example of RFC 4231 for HMAC-SHA-256")
    func code() {
        let key = SymmetricKey(data: Array("Jefe".utf8))
        let code = key.authenticationCode(for: Array("what do ya want for nothing?".utf8))
        #expect(code.hexadecimal == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("draws keys that differ")
    func keys() {
        let message = Array("message".utf8)
        #expect(SymmetricKey().authenticationCode(for: message) != SymmetricKey().authenticationCode(for: message))
    }
}
