import CensusModel
package import CensusNotice
import HourlyRollup
import NetworkTypes
import TextFormats

extension CensusEvent {
    /// What happened, in one line without any mark that is not seen.
    package func sentence(_ hosts: HostDisclosure) -> String {
        let host = host.map { hosts.text(of: $0) } ?? "a host"
        return sentence(host: host).printable
    }

    private func sentence(host: String) -> String {
        switch kind {
        case .originActive: "\(originWords) is active: \(host) \(contactWords) it"
        case .hostAffected: "\(host) is affected: it \(contactWords) \(originWords)"
        case .gradeRisen: "\(host): the evidence has risen to \(grade?.name ?? "another grade"), with \(originWords)"
        case .backdoorEntered: "\(originWords) came in at \(host)\(hostPort.map { " port \($0)" } ?? "")"
        case .thresholdCrossed:
            "\(subject ?? "a rule"): \(count ?? 0) hosts are affected in the hour, more than \(limit ?? 0)"
        case .coverageFallen:
            "coverage of the hour is \(percent(coverage)), and should be \(percent(minimumCoverage))"
        case .dropsBegun: "\(count ?? 0) lost: \(subject ?? "somewhere")"
        case .sensorSilent: "nothing more comes from the sensor \(subject ?? "")\(reason.map { ", which \($0)" } ?? "")"
        case .exporterSilent: "no more records come from \(subject ?? "an exporter")"
        case .interfaceSilent: "no more packets come on \(subject ?? "an interface")"
        case .feedStale: "the list \(subject ?? "") is stale\(reasonWords)"
        case .feedRefused: "no new version of the list \(subject ?? "") is taken\(reasonWords)"
        case .furtherEvents: "\(count ?? 0) events more of the kind \(subject ?? "") in the hour, not told one by one"
        }
    }

    private var contactWords: String {
        switch grade {
        case .attempted, .none: "tried to reach"
        case .answered: "reached"
        case .exchanged: "exchanged data with"
        case .intruded: "was entered by"
        case .probed, .served: "met"
        }
    }

    private var originWords: String {
        guard let origin else { return "an origin" }
        let parts = [threatClass?.name, country?.description].compactMap(\.self) + labels
        let port = originPort.flatMap { $0 == 0 ? nil : " port \($0)" } ?? ""
        return "\(origin)\(port)\(parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")"
    }

    private var reasonWords: String { reason.map { ": \($0)" } ?? "" }

    private func percent(_ share: Double?) -> String {
        guard let share else { return "unknown" }
        return "\((share * 1_000).rounded(.down) / 10) %"
    }
}
