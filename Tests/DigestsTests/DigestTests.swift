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
