/// Numbers for people.
extension Double {
    /// Whole numbers without a point.
    var plain: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }

    /// To three places behind the point.
    var short: String { abs(self) < 1e12 ? ((self * 1000).rounded() / 1000).plain : plain }
}
