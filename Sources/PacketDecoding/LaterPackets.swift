/// Where the rest of an aggregate lies.
struct LaterPackets {
    let start: Int
    let end: Int
    let statedEnd: Int
    let inMesh: Bool

    var window: Window {
        var window = Window(capturedLength: end, originalLength: statedEnd)
        window.advance(start)
        return window
    }
}
