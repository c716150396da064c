/// A JSON object whose last member is a long array, written in pieces: the elements come one by one, each on its line.
package struct JSONDocument {
    /// What stands before the array, up to its opening bracket.
    private let head: [UInt8]
    private let tail: [UInt8]
    private var isEmpty = true

    /// - Parameters:
    ///   - members: the object without the array; it has at least one.
    ///   - wrapper: the name of an object's only member that this object is, where there is one.
    package init(_ members: JSONValue, array name: String, in wrapper: String? = nil) {
        var text: [UInt8] = []
        members.withoutNulls.write(to: &text)
        text.removeLast()
        let opening = wrapper.map { "{\"\($0)\":" } ?? ""
        head = Array(opening.utf8) + text + Array(",\"\(name)\":[".utf8)
        tail = Array("\n]}".utf8) + Array((wrapper == nil ? "\n" : "}\n").utf8)
    }

    package mutating func add(_ element: JSONValue, to output: ([UInt8]) throws -> Void) rethrows {
        var text = isEmpty ? head : [UInt8(ascii: ",")]
        isEmpty = false
        text.append(UInt8(ascii: "\n"))
        element.withoutNulls.write(to: &text)
        try output(text)
    }

    package func finish(_ output: ([UInt8]) throws -> Void) rethrows {
        try output(isEmpty ? head + tail : tail)
    }
}
