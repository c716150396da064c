import Mustache

// What a page has thousands of is looked up by name, for a mirror of a value costs some ten microseconds.

extension Page.Table.Row: MustacheParent {
    func child(named name: String) -> Any? { name == "cells" ? cells : nil }
}

extension Page.Table.Cell: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        // Not `nil` where there is none, so that it is not looked for in what is around the cell.
        case "address": address.map { $0 as Any } ?? false
        case "style": style.map { $0.rawValue as Any } ?? false
        case "isHeading": isHeading
        default: nil
        }
    }
}
