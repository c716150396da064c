/// Puts the entries of a flow table into the order of their keys.
///
/// Sorts numbers of 64 bits, the words of a key one after another: where the first words of entries differ, the others are
/// not looked at. A large run is sorted by the bytes in which its words differ, a pass for each, so that the cost of an
/// entry does not grow with their number. Takes `bytesPerEntry` while it sorts.
struct FlowOrder<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private struct Item {
        var word: UInt64
        var index: UInt32
    }

    private let table: FlowTable<Address>
    private var items: [Item] = []
    /// Room into which a pass moves items.
    private var room: [Item] = []

    static var bytesPerEntry: Int { 2 * MemoryLayout<Item>.stride + MemoryLayout<UInt32>.stride }

    /// Up to this many items, moving each to its place costs less than passes.
    private static var fewItems: Int { 48 }
    private static var digitBits: Int { 8 }

    private init(_ table: FlowTable<Address>) {
        self.table = table
        items = (0..<UInt32(table.count)).map { Item(word: 0, index: $0) }
        room = items.count > Self.fewItems ? items : []
    }

    /// The indices of all entries of a table, in the order of their keys.
    static func indices(of table: FlowTable<Address>) -> [UInt32] {
        var order = FlowOrder(table)
        order.sort(0..<table.count, byWord: 0)
        return order.items.map(\.index)
    }

    /// Sorts entries whose words before this one are equal.
    private mutating func sort(_ range: Range<Int>, byWord number: Int) {
        for place in range { items[place].word = table.key(Int(items[place].index)).word(number) }
        if range.count > Self.fewItems { sortByDigits(range) } else { sortByInsertion(range) }
        guard number + 1 < FlowTable<Address>.Key.wordCount else { return }
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start + 1
            while end < range.upperBound, items[end].word == items[start].word { end += 1 }
            if end - start > 1 { sort(start..<end, byWord: number + 1) }
            start = end
        }
    }

    private mutating func sortByInsertion(_ range: Range<Int>) {
        for place in range.dropFirst() {
            let item = items[place]
            var hole = place
            while hole > range.lowerBound, items[hole - 1].word > item.word {
                items[hole] = items[hole - 1]
                hole -= 1
            }
            items[hole] = item
        }
    }

    private mutating func sortByDigits(_ range: Range<Int>) {
        let first = items[range.lowerBound].word
        let differing = items[range].reduce(0) { $0 | ($1.word ^ first) }
        var isInRoom = false
        for shift in stride(from: 0, to: UInt64.bitWidth, by: Self.digitBits)
        where differing &>> UInt64(shift) & Self.digitMask != 0 {
            if isInRoom { Self.pass(range, shift, room, &items) } else { Self.pass(range, shift, items, &room) }
            isInRoom.toggle()
        }
        guard isInRoom else { return }
        for place in range { items[place] = room[place] }
    }

    private static var digitMask: UInt64 { 1 << digitBits - 1 }

    /// Puts a range of items into the order of one digit, keeping the order of equal ones.
    private static func pass(_ range: Range<Int>, _ shift: Int, _ items: [Item], _ ordered: inout [Item]) {
        var places = [Int](repeating: 0, count: 1 << digitBits)
        for place in range { places[Int(items[place].word &>> UInt64(shift) & digitMask)] += 1 }
        var sum = range.lowerBound
        for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
        for place in range {
            let digit = Int(items[place].word &>> UInt64(shift) & digitMask)
            ordered[places[digit]] = items[place]
            places[digit] += 1
        }
    }
}
