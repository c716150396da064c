/// A section of values in a MaxMind DB (MaxMind DB File Format 2.0, "Output Data Section"), read where it lies.
///
/// Nothing in it is trusted: every step stays within the section, values are passed over without recursion, a pointer leads
/// to a value and never to a pointer, and a question takes a limited number of steps.
struct MMDBSection: Sendable {
    private let bytes: ArraySlice<UInt8>

    /// How many values are looked at to answer one question: a record of a country has some tens.
    static let maximumSteps = 65_536

    /// A value that is not what the format allows.
    struct Damage: Error {
        let reason: String
    }

    enum Kind: Int {
        case pointer = 1
        case text, double, bytes, uint16, uint32, map, int32, uint64, uint128, array, container, end, boolean, float
    }

    /// A value's beginning.
    struct Value {
        let kind: Kind
        /// Bytes of content, members of a map, elements of an array; of a pointer its target.
        let size: Int
        /// Where the content begins; behind a pointer, what follows it.
        let content: Int
    }

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    private func number(at place: Int, length: Int) throws(Damage) -> Int {
        guard place >= 0, length >= 0, place <= bytes.count - length else {
            throw Damage(reason: "a value reaches beyond its section")
        }
        let start = bytes.startIndex + place
        return bytes[start..<start + length].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The value at a place.
    func value(at place: Int) throws(Damage) -> Value {
        let control = try number(at: place, length: 1)
        var (number, next) = (control >> 5, place + 1)
        if number == Kind.pointer.rawValue { return try pointer(control, next) }
        if number == 0 {
            number = try self.number(at: next, length: 1) + 7
            next += 1
        }
        guard let kind = Kind(rawValue: number), number != Kind.pointer.rawValue else {
            throw Damage(reason: "a value is of an unknown type")
        }
        let length = max(0, control & 31 - 28)
        let base = [0, 29, 285, 65_821][length]
        let size = length == 0 ? control & 31 : base + (try self.number(at: next, length: length))
        return Value(kind: kind, size: size, content: next + length)
    }

    private func pointer(_ control: Int, _ next: Int) throws(Damage) -> Value {
        let length = control >> 3 & 3
        let base = [0, 2_048, 526_336, 0][length]
        let high = length == 3 ? 0 : (control & 7) << (8 * (length + 1))
        let target = base + high + (try number(at: next, length: length + 1))
        return Value(kind: .pointer, size: target, content: next + length + 1)
    }

    /// The value at a place, or the one to which a pointer there leads.
    func resolved(at place: Int) throws(Damage) -> Value {
        let value = try value(at: place)
        guard value.kind == .pointer else { return value }
        let target = try self.value(at: value.size)
        guard target.kind != .pointer else { throw Damage(reason: "a pointer leads to a pointer") }
        return target
    }

    /// Where the value behind the one at a place begins.
    private func end(of place: Int, _ steps: inout Int) throws(Damage) -> Int {
        var (position, left) = (place, 1)
        while left > 0 {
            steps -= 1
            guard steps >= 0 else { throw Damage(reason: "a record holds too many values") }
            let value = try value(at: position)
            left -= 1
            position = value.content
            switch value.kind {
            case .map: left += 2 * value.size
            case .array: left += value.size
            case .pointer, .boolean, .container, .end: break
            default: position += value.size
            }
        }
        return position
    }
}

// MARK: - Questions

extension MMDBSection {
    /// Whether the first value, and everything in it, ends within the section.
    var holdsItsFirstValue: Bool {
        var steps = Self.maximumSteps
        guard let end = try? end(of: 0, &steps) else { return false }
        return end <= bytes.count
    }
}

extension MMDBSection {
    /// Where the value under a key of the map at a place begins; `nil` where there is no such key, or no map.
    func place(of key: String, inMapAt place: Int, _ steps: inout Int) throws(Damage) -> Int? {
        let map = try resolved(at: place)
        guard map.kind == .map else { return nil }
        var position = map.content
        for _ in 0..<map.size {
            let isWanted = try text(at: position)?.elementsEqual(key.utf8) ?? false
            let value = try end(of: position, &steps)
            if isWanted { return value }
            position = try end(of: value, &steps)
        }
        return nil
    }

    /// The bytes of the text at a place; `nil` where something else stands there.
    func text(at place: Int) throws(Damage) -> ArraySlice<UInt8>? {
        let value = try resolved(at: place)
        guard value.kind == .text else { return nil }
        guard value.size <= bytes.count - value.content else {
            throw Damage(reason: "a text reaches beyond its section")
        }
        let start = bytes.startIndex + value.content
        return bytes[start..<start + value.size]
    }

    /// The whole number at a place; `nil` where something else, or a larger one than any here, stands there.
    func number(at place: Int) throws(Damage) -> UInt64? {
        let value = try resolved(at: place)
        guard [.uint16, .uint32, .uint64].contains(value.kind), value.size <= 8 else { return nil }
        guard value.size <= bytes.count - value.content else {
            throw Damage(reason: "a number reaches beyond its section")
        }
        let start = bytes.startIndex + value.content
        return bytes[start..<start + value.size].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The place of a value under keys within one another.
    func place(of keys: [String], at place: Int, _ steps: inout Int) throws(Damage) -> Int? {
        var place = place
        for key in keys {
            guard let inner = try self.place(of: key, inMapAt: place, &steps) else { return nil }
            place = inner
        }
        return place
    }
}
