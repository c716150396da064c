import CensusModel
import NetworkTypes

/// What is wrong with a page of a run.
package enum RunFault: Error, Equatable, Sendable {
    /// The page ends before it should.
    case cut
    /// Its bytes are not those that were written.
    case checksum
    /// Another format than this version reads.
    case format(UInt8)
    /// Sound bytes that say what cannot be; the text says what.
    case impossible(String)
}

extension RunFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cut: "it is cut off"
        case .checksum: "its bytes are not those that were written"
        case .format(let number): "it has the format \(number), which this version does not read"
        case .impossible(let what): what
        }
    }
}
