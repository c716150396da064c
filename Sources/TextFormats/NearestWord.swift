/// The word that somebody likely meant who wrote another one.
package enum NearestWord {
    /// A word that differs in few places; `nil` where none does.
    package static func to(_ word: String, among words: [String]) -> String? {
        let word = word.lowercased()
        // A third of the letters: another word of the same length is not a slip.
        let limit = max(1, word.count / 3)
        let near = words.map { (word: $0, steps: steps(word, $0.lowercased())) }.filter { $0.steps <= limit }
        if let nearest = near.min(by: { $0.steps < $1.steps }) { return nearest.word }
        let longer = words.filter { $0.lowercased().hasPrefix(word) }
        return word.count >= fewestLetters && longer.count == 1 ? longer[0] : nil
    }

    /// From how many letters on the beginning of a word stands for it.
    private static let fewestLetters = 3
    /// No word of ours is as long; a longer text was not meant to be one.
    private static let mostLetters = 64

    /// How many letters must be changed, added, left out, or exchanged with their neighbour (optimal string alignment).
    package static func steps(_ word: String, _ other: String) -> Int {
        let (letters, others) = (Array(word.unicodeScalars), Array(other.unicodeScalars))
        guard letters.count <= mostLetters, others.count <= mostLetters else { return .max }
        var (before, last) = ([Int](), Array(0...others.count))
        for (row, letter) in letters.enumerated() {
            var next = [row + 1]
            for (column, other) in others.enumerated() {
                var least = min(last[column + 1], next[column]) + 1
                least = min(least, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == others[column - 1], letters[row - 1] == other {
                    least = min(least, before[column - 1] + 1)
                }
                next.append(least)
            }
            (before, last) = (last, next)
        }
        return last[others.count]
    }
}
