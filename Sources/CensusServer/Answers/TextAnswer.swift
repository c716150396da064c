import CensusModel
import HTTPListener
import NetworkTypes

/// What a question is answered with: the type of the text, and how it is made from a store.
struct TextAnswer: Sendable {
    let type: String
    /// What tells it from answers to other questions, relative times resolved.
    let key: String
    /// Whether the text is made as a whole and known before its headers are.
    var headers: @Sendable ([UInt8]) -> [(name: String, value: String)] = { _ in [] }
    /// What is to be said beside the text before it comes, of a store; `nil` where nothing ever is.
    var remarks: (@Sendable (any CensusStore) throws -> [String])?
    let isWhole: Bool
    /// The hours that it is made of, those that are looked back at included; `nil` where it is made of anything else, too.
    var hours: HourRange?
    let write: @Sendable (any CensusStore, ([UInt8]) throws -> Void) throws -> Void

    init(
        _ type: String, key: String, isWhole: Bool = false,
        write: @escaping @Sendable (any CensusStore, ([UInt8]) throws -> Void) throws -> Void
    ) {
        (self.type, self.key, self.isWhole, self.write) = (type, key, isWhole, write)
    }
}
