import PeerObserver

extension NodeFacts {
    private static let bits = "17021369"
    private static let target = "0000000000000000000213690000000000000000000000000000000000000000"
    private static let difficulty = JSONValue.number("135704128839285.9")

    var mempool: JSONValue {
        [
            "loaded": true, "size": .number(mempoolCount), "bytes": .number(mempoolVirtualBytes),
            "usage": .number(mempoolVirtualBytes * 5), "total_fee": .amount(mempoolFees), "maxmempool": 300_000_000,
            "mempoolminfee": .amount(100), "minrelaytxfee": .amount(100), "incrementalrelayfee": .amount(100),
            "unbroadcastcount": 0, "fullrbf": true, "permitbaremultisig": true, "maxdatacarriersize": 100_000,
            "limitclustercount": 64, "limitclustersize": 101_000, "optimal": true,
        ]
    }

    func netTotals(now: Int64) -> JSONValue {
        let age = peers.reduce(Int64(0)) { $0 + max(0, now - $1.establishedSeconds) }
        return [
            "totalbytesrecv": .number(age * 500), "totalbytessent": .number(age * 700),
            "timemillis": .number(now * 1000),
            "uploadtarget": [
                "timeframe": 86_400, "target": 0, "target_reached": false, "serve_historical_blocks": true,
                "bytes_left_in_cycle": 0, "time_left_in_cycle": 0,
            ],
        ]
    }

    var network: JSONValue {
        let inbound = peers.count { $0.connectionType == "inbound" }
        return [
            "version": 310_000, "subversion": "/Satoshi:31.0.0/", "protocolversion": 70016,
            "localservices": "0000000000000c09",
            "localservicesnames": ["NETWORK", "WITNESS", "NETWORK_LIMITED", "P2P_V2"], "localrelay": true,
            "timeoffset": 0, "networkactive": true, "connections": .number(peers.count),
            "connections_in": .number(inbound), "connections_out": .number(peers.count - inbound),
            "networks": .array(
                ["ipv4", "ipv6", "onion", "i2p", "cjdns"].map { name in
                    [
                        "name": .string(name), "limited": false, "reachable": true,
                        "proxy": name == "onion" ? "127.0.0.1:9050" : "",
                        "proxy_randomize_credentials": .bool(name == "onion"),
                    ]
                }),
            "relayfee": .amount(100), "incrementalfee": .amount(100),
            "localaddresses": [["address": "192.0.2.1", "port": 8333, "score": 4]], "warnings": [],
        ]
    }

    func chainTxStats(now: Int64) -> JSONValue {
        [
            "time": .number(now - 300), "txcount": .number(1_200_000_000 + Int64(tipHeight)),
            "window_final_block_hash": .string(tipHash.description), "window_final_block_height": .number(tipHeight),
            "window_block_count": 4320, "window_interval": 2_592_000, "window_tx_count": 12_960_000, "txrate": 5,
        ]
    }

    func blockchain(now: Int64) -> JSONValue {
        [
            "chain": "main", "blocks": .number(tipHeight), "headers": .number(tipHeight + headersAhead),
            "bestblockhash": .string(tipHash.description), "bits": .string(Self.bits), "target": .string(Self.target),
            "difficulty": Self.difficulty, "time": .number(now - (tipAgeSeconds ?? 300)),
            "mediantime": .number(now - 3300 - (tipAgeSeconds ?? 300)),
            "verificationprogress": .number("0.9999987"), "initialblockdownload": false,
            "chainwork": "0000000000000000000000000000000000000000d0d1d2d3d4d5d6d7d8d9dadb",
            "size_on_disk": 4_294_967_296, "pruned": true, "pruneheight": .number(tipHeight - 2000),
            "automatic_pruning": true, "prune_target_size": 4_194_304_000, "warnings": [],
        ]
    }

    var deployments: JSONValue {
        let names: [(String, Int)] = [
            ("bip34", 227_931), ("bip66", 363_725), ("bip65", 388_381), ("csv", 419_328), ("segwit", 481_824),
        ]
        return [
            "hash": .string(tipHash.description), "height": .number(tipHeight),
            "script_flags": [
                "CHECKLOCKTIMEVERIFY", "CHECKSEQUENCEVERIFY", "DERSIG", "NULLDUMMY", "P2SH", "TAPROOT", "WITNESS",
            ],
            "deployments": .object(
                names.map { ($0, ["type": "buried", "active": true, "height": .number($1)] as JSONValue) } + [
                    (
                        "testdummy",
                        [
                            "type": "bip9", "active": false,
                            "bip9": [
                                "bit": 28, "start_time": 1_199_145_601, "timeout": 1_230_767_999,
                                "min_activation_height": 0, "status": "started", "since": 2016,
                                "status_next": "started",
                                "statistics": [
                                    "period": 2016, "elapsed": 5, "count": 2, "threshold": 1815, "possible": true,
                                ],
                                "signalling": "#-#--",
                            ],
                        ] as JSONValue
                    )
                ]),
        ]
    }

    var mining: JSONValue {
        [
            "blocks": .number(tipHeight), "currentblockweight": 3_993_000, "currentblocktx": 3500,
            "bits": .string(Self.bits), "difficulty": Self.difficulty, "target": .string(Self.target),
            "networkhashps": .number("9.712345678901235e+20"), "pooledtx": .number(mempoolCount),
            "blockmintxfee": .amount(1), "chain": "main",
            "next": [
                "height": .number(tipHeight + 1), "bits": .string(Self.bits), "difficulty": Self.difficulty,
                "target": .string(Self.target),
            ], "warnings": [],
        ]
    }
}
