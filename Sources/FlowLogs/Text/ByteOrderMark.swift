/// What some programs write before a text (RFC 3629 section 6).
package enum ByteOrderMark {
    package static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
}
