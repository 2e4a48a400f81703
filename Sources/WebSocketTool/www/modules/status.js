/** What the server lost, as [reason, events]. What another client was too slow for is that client's own affair. */
export const serverLosses = (status) => Object.entries(status?.events?.lost ?? {})
    .filter(([reason]) => reason !== "slow_client").map(([reason, count]) => [reason, Number(count)]);
