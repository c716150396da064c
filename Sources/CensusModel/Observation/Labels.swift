/// Distinct texts, sorted by their bytes. Of texts that Unicode holds equal the one that sorts first stays, so that the
/// result is the same for every order.
public func distinctLabels(_ labels: some Sequence<String>) -> [String] {
    var seen: Set<String> = []
    return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.filter { seen.insert($0).inserted }
}
