/** Every page, in the order of the navigation. */
export const pages = [
    { file: "index.html", title: "Overview", text: "Is everything running?" },
    { file: "alerts.html", title: "Alerts", text: "What is wrong, and who it comes from." },
    { file: "p2p-circle.html", title: "P2P circle", short: "Circle", text: "The node in the middle, its peers around it, every message a moving dot." },
    { file: "peers.html", title: "Peers", text: "Who is connected, and what each peer says right now." },
    { file: "netinfo.html", title: "Netinfo", text: "The table of bitcoin-cli -netinfo, live." },
    { file: "sequence.html", title: "Sequence", text: "One peer's conversation with the node, with the time of each answer." },
    { file: "blockrace.html", title: "Block race", text: "Who announced a block first, and how the node dealt with it." },
    { file: "rates.html", title: "Rates", text: "Messages and bytes per second, by command." },
    { file: "txrelay.html", title: "Tx relay", text: "Announcements, requests and transactions of each peer." },
    { file: "addrrelay.html", title: "Addr relay", text: "Addresses that come and go, peer by peer." },
    { file: "addr-selfadvert.html", title: "Self-advertised", short: "Self-advert", text: "The addresses that peers announce as their own." },
    { file: "addrspace.html", title: "Address space", short: "Addr space", text: "Networks and ranges of the peers and the address manager." },
    { file: "pingpong.html", title: "Ping-pong", text: "How fast each peer answers." },
    { file: "logs.html", title: "Logs", text: "debug.log as it is written." },
    { file: "loss.html", title: "Loss", text: "What was lost on the way, and where." },
];
