import CPcap
import Foundation
import TestSupport

/// The frames that libpcap itself yields of a file, and whether it ended in an error.
struct LibpcapReading {
    private(set) var frames: [CapturedFrame] = []
    private(set) var failed = false

    init(path: String) {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
        guard let capture = unsafe pcap_open_offline_with_tstamp_precision(path, precision, &message) else {
            failed = true
            return
        }
        defer { unsafe pcap_close(capture) }
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        var status = unsafe pcap_next_ex(capture, &header, &data)
        while status == 1, let record = unsafe header?.pointee {
            // Lent by libpcap until its next call; copied here.
            let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: Int(record.caplen)))
            frames.append(
                CapturedFrame(
                    nanoseconds: Int64(record.ts.tv_sec) * 1_000_000_000 + Int64(record.ts.tv_usec), bytes: bytes,
                    originalLength: Int(max(record.len, record.caplen))))
            status = unsafe pcap_next_ex(capture, &header, &data)
        }
        failed = status != -2
    }
}
