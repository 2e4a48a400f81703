# What is wrong with the options, with what to do about it.
{ lib, cfg }:
let
  inherit (lib) concatLists concatMap filter hasPrefix mapAttrsToList optional;

  sets =
    [ { path = "services.peer-observer"; inherit (cfg) extractors; } ]
    ++ mapAttrsToList (name: of: { path = "services.peer-observer.nodes.${name}"; inherit (of) extractors; }) cfg.nodes;

  # Every daemon that is enabled: { path, options, addresses }.
  daemons = filter (daemon: daemon.options.enable) (
    concatMap (
      set:
      map (name: {
        path = "${set.path}.extractors.${name}";
        options = set.extractors.${name};
        addresses = [ set.extractors.${name}.metricsAddress ] ++ optional (name == "p2p") set.extractors.p2p.p2pAddress;
      }) [ "ebpf" "rpc" "p2p" "log" ]
    ) sets
    ++ map (name: {
      path = "services.peer-observer.tools.${name}";
      options = cfg.tools.${name};
      addresses = [ (if name == "websocket" then cfg.tools.websocket.websocketAddress else cfg.tools.${name}.metricsAddress) ];
    }) [ "metrics" "addrConnectivity" "websocket" "alerts" "archiver" ]
  );

  isLocal = address: builtins.any (prefix: hasPrefix prefix address) [ "127." "localhost" "[::1]" "nats://127." "nats://localhost" "tls://127." "tls://localhost" ];
  refuse = wrong: message: optional wrong { assertion = false; inherit message; };

  addresses = filter (address: address != null) (concatMap (daemon: daemon.addresses) daemons);
  repeated = lib.unique (filter (address: builtins.length (filter (other: other == address) addresses) > 1) addresses);

  ebpf = filter (set: set.extractors.ebpf.enable) sets;

  ofDaemon =
    { path, options, ... }:
    refuse (options.nats.password != null)
      "${path}.nats.password would put the password into the world-readable store and the list of processes: use nats.passwordFile."
    ++ refuse (options.nats.username != null && options.nats.passwordFile == null && options.nats.password == null)
      "${path}.nats.username needs nats.passwordFile."
    ++ refuse (!(isLocal options.nats.address) && options.ipAddressAllow == [ ])
      "${path}.nats.address is on another machine, and the daemon reaches the loopback device only: set ipAddressAllow.";

  ofSet =
    { path, extractors }:
    refuse extractors.ipc.enable
      "${path}.extractors.ipc: there is no ipc-extractor in this package. Upstream's can run beside these daemons, on the same NATS server."
    ++ refuse (extractors.ebpf.enable && extractors.ebpf.bitcoindPath == null) "${path}.extractors.ebpf.bitcoindPath is missing."
    ++ refuse (extractors.ebpf.enable && extractors.ebpf.bitcoindPIDFile == null && builtins.length (filter (other: other.extractors.ebpf.bitcoindPath == extractors.ebpf.bitcoindPath) ebpf) > 1)
      "${path}.extractors.ebpf: several nodes run ${toString extractors.ebpf.bitcoindPath}; each needs its bitcoindPIDFile, or all events would be every node's."
    ++ refuse (extractors.rpc.rpcPass != null)
      "${path}.extractors.rpc.rpcPass would put the password into the world-readable store and the list of processes: use rpcPasswordFile, or rpcCookieFile."
    ++ refuse (extractors.rpc.enable && extractors.rpc.rpcCookieFile == null && (extractors.rpc.rpcUser == null || (extractors.rpc.rpcPasswordFile == null && extractors.rpc.rpcPass == null)))
      "${path}.extractors.rpc needs rpcCookieFile, or rpcUser and rpcPasswordFile."
    ++ refuse (extractors.log.enable && extractors.log.debugLog == null) "${path}.extractors.log.debugLog is missing.";
in
concatLists (map ofDaemon daemons ++ map ofSet sets)
++ map (address: {
  assertion = false;
  message = "services.peer-observer: several daemons would listen on ${address}.";
}) repeated
++ refuse (cfg.tools.alerts.webhookKeyFile != null && cfg.tools.alerts.webhook == null)
  "services.peer-observer.tools.alerts.webhookKeyFile needs webhook."
++ concatMap (
  name: refuse (builtins.match "[A-Za-z0-9_-]{1,64}" name == null) "services.peer-observer.nodes.${name}: names of nodes have 1 to 64 of A-Z, a-z, 0-9, _ and -."
) (builtins.attrNames cfg.nodes)
