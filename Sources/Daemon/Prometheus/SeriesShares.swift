/// Divides the label sets that a metric may have among the nodes.
public enum SeriesShares {
    /// What each node gets of `total`. A node that wants at most an equal share gets all it wants; what such nodes leave is divided
    /// among those that want more. What nobody wants is given out, too, so that there is room before it is asked for.
    /// - Parameter demands: what each node wants; `.max` for all there is.
    public static func divide(_ total: Int, among demands: [Int]) -> [Int] {
        var (shares, left) = (demands, max(total, 0))
        let order = demands.indices.sorted { demands[$0] < demands[$1] }
        for (place, index) in order.enumerated() {
            shares[index] = min(max(demands[index], 0), left / (order.count - place))
            left -= shares[index]
        }
        for (place, index) in order.enumerated() {
            let more = left / (order.count - place)
            shares[index] += more
            left -= more
        }
        return shares
    }
}
