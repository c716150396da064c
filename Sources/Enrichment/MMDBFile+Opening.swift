import Digests
import NetworkTypes

extension MMDBFile {
    /// The file in some bytes, which may be a tar archive that holds it, and SHA-256 of the file's own, in hexadecimal.
    static func opened(_ bytes: [UInt8], name: String) throws(CountryDatabaseError) -> (file: Self, checksum: String) {
        do {
            let bytes = try Self.bytes(in: bytes)
            return (try Self(bytes), SHA256.hash(data: bytes).hexadecimal)
        } catch {
            throw CountryDatabaseError(file: name, problem: error)
        }
    }
}
