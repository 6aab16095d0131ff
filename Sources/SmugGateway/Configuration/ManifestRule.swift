/// What the keys of one section ask of each other, as data; its decoder tells who breaks it.
enum ManifestRule: Sendable {
    /// One of them stands there, and only one.
    case exactlyOne([String])
    case atMostOne([String])
    /// A required key may be missing where one of these holds.
    case mayMiss(String, where: [ManifestCondition])
    /// None of these stands there where this holds.
    case none(of: [String], where: ManifestCondition)
    /// The number, if it stands there, is this one where that holds.
    case fixed(String, to: Int, where: ManifestCondition)
}

/// What may hold of a section.
indirect enum ManifestCondition: Sendable {
    case given(String)
    /// The key stands there with one of these words.
    case says(String, [String])
    case not(ManifestCondition)
}
