import TextFormats

extension JSONReader<FeedError> {
    /// Reads a text that is in memory.
    /// - Parameter name: of what is read, for messages.
    convenience init(_ bytes: [UInt8], named name: String, longMember: String? = nil) {
        var rest = bytes
        self.init(longMember: longMember) { () throws(FeedError) in
            defer { rest = [] }
            return rest
        } damage: {
            .damaged(what: name, reason: "line \($0): the JSON is damaged: \($1)")
        }
    }
}
