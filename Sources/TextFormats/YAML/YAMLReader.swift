/// Reads a whole YAML text of one document, within limits.
///
/// Anchors, aliases and tags are refused where they stand, so that a short text cannot stand for a long one; so are two
/// members of one name, of which either could be meant.
package struct YAMLReader: ~Copyable {
    package static var maximumDepth: Int { 16 }
    package static var maximumNodes: Int { 65_536 }

    private var events: YAMLEvents
    private var nodes = 0

    /// - Returns: `nil` for a text that holds nothing but comments.
    package static func read(_ text: [UInt8]) throws(YAMLError) -> YAMLNode? {
        var reader = YAMLReader(events: try YAMLEvents(text))
        return try reader.document()
    }

    private init(events: consuming YAMLEvents) {
        self.events = events
    }

    private mutating func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event.kind {
            case .end: return root
            case .document where root != nil:
                throw YAMLError(line: event.line, problem: "a second document begins here")
            case .scalar, .sequence, .mapping: root = try node(event, depth: 0)
            case .document, .sequenceEnd, .mappingEnd, .other: continue
            }
        }
    }

    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(YAMLError) -> YAMLNode {
        nodes += 1
        guard nodes <= Self.maximumNodes else {
            throw YAMLError(line: event.line, problem: "holds more than \(Self.maximumNodes) values")
        }
        guard depth < Self.maximumDepth else {
            throw YAMLError(line: event.line, problem: "is nested deeper than \(Self.maximumDepth)")
        }
        switch event.kind {
        case .scalar(let text, let isPlain):
            return YAMLNode(line: event.line, content: .scalar(text, isPlain: isPlain))
        case .sequence: return YAMLNode(line: event.line, content: .sequence(try elements(depth: depth + 1)))
        case .mapping: return YAMLNode(line: event.line, content: .mapping(try members(depth: depth + 1)))
        case .end, .document, .sequenceEnd, .mappingEnd, .other:
            throw YAMLError(line: event.line, problem: "ends where a value is expected")
        }
    }

    private mutating func elements(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return elements }
            elements.append(try node(event, depth: depth))
        }
    }

    private mutating func members(depth: Int) throws(YAMLError) -> [YAMLMember] {
        var members: [YAMLMember] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return members }
            guard case .scalar(let name, _) = event.kind else {
                throw YAMLError(line: event.line, problem: "a name is a word, and no list or mapping")
            }
            if let first = lines.updateValue(event.line, forKey: name) {
                throw YAMLError(
                    line: event.line, problem: "'\(name.shortened(to: 64).printable)' stands in line \(first) already")
            }
            let value = try node(try events.next(), depth: depth)
            members.append(YAMLMember(name: name, line: event.line, value: value))
        }
    }
}
