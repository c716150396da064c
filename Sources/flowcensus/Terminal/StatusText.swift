import CensusModel
import IngestPipeline
import PacketCapture

/// The words of the line that shows how a live count is going.
enum StatusText {
    static func line(_ reading: LiveStatus.Reading, unit: String = "packets") -> String {
        let affected = reading.affectedHosts.map { ", \($0) hosts affected this hour" } ?? ""
        let dropped = reading.total.losses.kernel + reading.total.losses.interface
        return "\(ProgressText.scaled(reading.packetsPerSecond))\(unit)/s, "
            + "\(ProgressText.scaled(reading.bitsPerSecond))bit/s, \(reading.total.matched) matched\(affected), "
            + "\(dropped) dropped, list \(age(reading.listAge)) old"
    }

    static func words(_ shipping: ShipStatus.Reading) -> String {
        "\(shipping.backlog.flows) flows to ship" + (shipping.isAway ? ", centre away" : "")
    }

    private static func age(_ seconds: Double) -> String {
        let seconds = Int(seconds)
        return switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        default: "\(seconds / 3_600) h"
        }
    }
}
