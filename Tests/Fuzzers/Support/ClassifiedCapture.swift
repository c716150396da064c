package import ByteInput
import Classification
import NetworkTypes
import PacketCapture
package import PacketDecoding
import TestSupport
package import Watchlist

/// Classifies a capture with the screen before frames are made, with it behind, and by the rules alone.
package struct ClassifiedCapture {
    private let watchlist: Watchlist
    private let rules: CountingRules

    package init(watchlist: Watchlist, tunnels: TunnelPolicy) {
        self.watchlist = watchlist
        rules = CountingRules(internalNetworks: .defaultInternal, tunnels: tunnels)
    }

    /// - Parameter packets: how many frames the capture has.
    package func check(_ input: OpenedInput, packets: Int) {
        var reference = ReferenceClassifier(watchlist: watchlist, rules: rules)
        let screened = classify(input) { (reader, _) throws(CaptureError) in
            guard try reader.nextBatch() else { return false }
            reference.classify(reader.batch)
            return true
        }
        let filtered = classify(input) { (reader, classifier) throws(CaptureError) in
            try reader.nextBatch(filteredBy: &classifier)
        }
        for (name, result) in [("screened", screened), ("filtered", filtered)] {
            let accounts = result.classifier.ledger.accounts
            expect(
                result.log.observations == reference.log.observations,
                "\(name): \(result.log.observations), not \(reference.log.observations)")
            expect(accounts == reference.accounts, "\(name): \(accounts), not \(reference.accounts)")
            expect(result.classifier.seenCount == UInt64(packets), "\(name): \(result.classifier.seenCount) frames")
            expect(accounts.values.allSatisfy(\.isComplete), "\(name): seen is not decoded and undecoded: \(accounts)")
            expect(result.problem == screened.problem, "\(name): \(String(describing: result.problem))")
        }
    }

    private func classify(
        _ input: OpenedInput, _ next: (inout CaptureFileReader, inout Classifier) throws(CaptureError) -> Bool
    ) -> (classifier: Classifier, log: SightingLog, problem: CaptureError?) {
        var classifier = Classifier(watchlist: watchlist, rules: rules)
        var log = SightingLog()
        do {
            var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
            while try next(&reader, &classifier) { classifier.classify(reader.batch, into: &log) }
        } catch {
            return (classifier, log, error)
        }
        return (classifier, log, nil)
    }
}

extension PacketAccount {
    fileprivate var isComplete: Bool { seen == decoded + undecoded.values.reduce(0, +) }
}
