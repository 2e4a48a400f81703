# The options: upstream's names and what they mean there, and ours beside them. docs/install-nixos.md tells of both.
{ lib }:
let
  inherit (lib) mkEnableOption mkOption types;

  option =
    type: default: description:
    mkOption { inherit type default description; };
  text = option types.str;
  maybeText = option (types.nullOr types.str);
  flag = option types.bool false;

  nats = option (types.submodule {
    options = {
      address = text "127.0.0.1:4222" "Where the NATS server listens.";
      username = maybeText null "User name for NATS; needs passwordFile.";
      password = maybeText null "Refused: it would be in the world-readable store. Use passwordFile.";
      passwordFile = maybeText null "File with the password, which root can read; the daemon is given a credential.";
      tokenFile = maybeText null "File with a token.";
      nkeyFile = maybeText null "File with an nkey seed.";
      credentialsFile = maybeText null "Credentials file, with a JWT and an nkey seed.";
      tlsCA = maybeText null "File with the certificates of the authorities that may sign for the server; turns on TLS.";
    };
  }) { } "The connection to the NATS server.";

  # What every daemon has.
  common = {
    inherit nats;
    extraArgs = option (types.either types.str (types.listOf types.str)) [ ] ''
      Further arguments; a list is passed as it is, a string is split by systemd.
    '';
    logLevel = option (types.enum [ "TRACE" "DEBUG" "INFO" "WARN" "ERROR" "OFF" ]) "INFO" "How much it tells.";
    supplementaryGroups = option (types.listOf types.str) [ ] "Groups of the daemon, such as one that may read the node's cookie or log.";
    ipAddressAllow = option (types.listOf types.str) [ ] "Addresses it may talk with beside the loopback device, as for systemd's IPAddressAllow=.";
  };

  daemon = what: options: common // { enable = mkEnableOption what; } // options;

  extractors = {
    dependOn = maybeText null "The unit of the node, without .service, such as bitcoind-mainnet. Extractors are started after it.";
    ebpf = daemon "the ebpf-extractor" {
      bitcoindPath = maybeText null "The node's executable, not a script that starts it.";
      bitcoindPIDFile = maybeText null "The node's PID file: observes only that process. Not needed where one node runs this executable.";
      metricsAddress = maybeText "127.0.0.1:8286" "Where it serves metrics; null for nowhere.";
    };
    rpc = daemon "the rpc-extractor" {
      rpcHost = text "127.0.0.1:8332" "Where the node's RPC server listens.";
      rpcCookieFile = maybeText null "The node's cookie; the daemon needs a group that may read it.";
      rpcUser = maybeText null "User name for the node; needs rpcPasswordFile.";
      rpcPass = maybeText null "Refused: it would be in the world-readable store. Use rpcPasswordFile or rpcCookieFile.";
      rpcPasswordFile = maybeText null "File with the password, which root can read; the daemon is given a credential.";
      metricsAddress = text "127.0.0.1:8284" "Where it serves metrics.";
    };
    p2p = daemon "the p2p-extractor" {
      network = text "mainnet" "mainnet, testnet3, testnet4, signet, regtest, or signet:MAGIC.";
      p2pAddress = text "127.0.0.1:8444" "Where it listens for the node, started with addnode= this address.";
      metricsAddress = maybeText "127.0.0.1:8287" "Where it serves metrics; null for nowhere.";
    };
    log = daemon "the log-extractor" {
      debugLog = maybeText null "The node's debug.log; the daemon needs a group that may read it.";
      metricsAddress = maybeText "127.0.0.1:8288" "Where it serves metrics; null for nowhere.";
    };
    ipc = daemon "upstream's ipc-extractor, which is not here" {
      ipcSocket = maybeText null "Upstream's.";
      metricsAddress = text "127.0.0.1:8286" "Upstream's.";
    };
  };

  archivedKinds = [
    "messages" "connections" "mempool" "validation" "rpc" "p2p-extractor" "log-extractor" "ipc-extractor" "addrman"
    "utxocache" "process" "connectivity" "alerts"
  ];

  tools = {
    metrics = daemon "the metrics tool" {
      metricsAddress = text "127.0.0.1:8282" "Where it serves metrics.";
    };
    addrConnectivity = daemon "the connectivity-check, which connects to strangers and so shows this host to them" {
      metricsAddress = text "127.0.0.1:18282" "Where it serves metrics.";
      proxy = option (types.listOf types.str) [ ] "SOCKS5 proxies, as HOST:PORT or NETWORKS=HOST:PORT.";
    };
    websocket = daemon "the websocket tool" {
      websocketAddress = text "127.0.0.1:47482" "Where it listens, for websockets, pages and metrics.";
    };
    alerts = daemon "the alerts tool" {
      metricsAddress = maybeText "127.0.0.1:8290" "Where it serves metrics; null for nowhere.";
      alertmanagers = option (types.listOf types.str) [ ] "URLs of Alertmanagers that are told of alerts.";
      webhook = maybeText null "URL that each event of an alert is posted to.";
      webhookKeyFile = maybeText null "File with the key that signs what is posted; the daemon is given a credential.";
      silences = maybeText null "File with silences, which the daemon can read.";
    };
    archiver = daemon "the archiver" {
      metricsAddress = maybeText "127.0.0.1:8289" "Where it serves metrics; null for nowhere.";
      outputDir = text "/var/lib/peer-observer/archiver" "Folder of the archives; made where it is below /var/lib.";
      baseName = text "archive" "What the names of archives begin with.";
      maxFileSize = option (types.either types.ints.positive types.str) "256MiB" "Bytes after which the next archive begins.";
      maxFileAge = text "15m" "Time after which the next archive begins; 0 for never.";
      compressionLevel = option (types.ints.between 0 22) 9 "zstd's level; 0 for no compression.";
      keepAge = maybeText null "Deletes archives this old.";
      keepSize = maybeText null "Deletes the oldest archives above this size of all.";
      events = option (types.nullOr (types.listOf (types.enum archivedKinds))) null "Kinds of events to keep; null for all.";
      addrRelay = flag "Also P2P messages that relay addresses.";
      connectionsWithHandshakes = flag "Also connections and version messages.";
      lowData = flag "Leaves out the raw bytes of transactions, and the transactions of blocks.";
      upstreamOnly = flag "Leaves out kinds that upstream's programs do not know.";
      jetstream = maybeText null "Reads events from this JetStream stream.";
    };
  };
in
{
  services.peer-observer = {
    package = mkOption {
      type = types.package;
      description = "The package, with the programs in lib/peer-observer.";
    };
    dependsOnNATSService = maybeText "nats.service" "The unit of the NATS server on this machine, or null. Daemons are started after it, and wait for it by themselves.";
    inherit extractors tools;
    nodes = option (types.attrsOf (types.submodule { options = { inherit extractors; }; })) { } ''
      Further nodes of this machine, by their names (A-Z, a-z, 0-9, _ and -): each with extractors of its own, whose events name the node. Tools are for all.
    '';
  };
}
