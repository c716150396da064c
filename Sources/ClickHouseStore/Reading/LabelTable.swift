/// Lists of labels, each with a number: most rows have the same as many others.
struct LabelTable {
    private var numbers: [[UInt8]: UInt32] = [:]
    private var lists: [[String]] = []

    /// The number of a list of texts, each behind its length.
    mutating func number(of texts: ArraySlice<UInt8>) throws -> UInt32 {
        let bytes = Array(texts)
        if let number = numbers[bytes] { return number }
        var (labels, place) = ([String](), 0)
        while place < bytes.count {
            let length = try BlockReader.length(bytes, &place)
            labels.append(String(decoding: bytes[place..<(place + length)], as: UTF8.self))
            place += length
        }
        let number = UInt32(lists.count)
        numbers[bytes] = number
        lists.append(labels)
        return number
    }

    subscript(number: UInt32) -> [String] { lists[Int(number)] }
}
