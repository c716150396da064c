/// Distinct texts, sorted by their bytes. Of texts that Unicode holds equal the one that sorts first stays, so that the
/// result is the same for every order.
public func distinctLabels(_ labels: some Sequence<String>) -> [String] {
    var distinct: [String] = []
    for label in labels.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !distinct.contains(label) {
        distinct.append(label)
    }
    return distinct
}
