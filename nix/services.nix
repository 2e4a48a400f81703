# The units, from the options.
{ lib, cfg }:
let
  inherit (lib) concatLists filter hasPrefix mapAttrsToList mkMerge optional optionals removePrefix;
  systemd = import ./systemd.nix { inherit lib; };
  units = ../deploy/systemd;

  # What deploy/systemd says of a daemon, but for where its options are.
  settings =
    program:
    let
      rights = units + "/peer-observer-${program}.service.d/20-rights.conf";
      files = [ (units + "/peer-observer-.service.d/10-common.conf") ] ++ optional (builtins.pathExists rights) rights;
    in
    {
      service =
        let
          given = systemd.section "Service" files;
        in
        removeAttrs given [ "EnvironmentFile" "LoadCredential" ] // { IPAddressAllow = lib.toList given.IPAddressAllow; };
      unit = removeAttrs (systemd.section "Unit" files) [ "After" ];
    };

  given = name: value: optionals (value != null) [ name (toString value) ];
  switch = name: value: optional value name;

  # Secrets are read by systemd and shown to one daemon: { argument, name, file }, where there is a file.
  secret = argument: name: file: optional (file != null) { inherit argument name file; };

  service =
    {
      program,
      options,
      # The node that the events are of, or null.
      node ? null,
      # Arguments that are the program's own.
      arguments ? [ ],
      secrets ? [ ],
      dependOn ? null,
      extra ? { },
    }:
    let
      name = "peer-observer-${program}" + lib.optionalString (node != null) "-${node}";
      inherit (options) nats;
      credentials =
        secret "--nats-password-file" "nats-password" nats.passwordFile
        ++ secret "--nats-token-file" "nats-token" nats.tokenFile
        ++ secret "--nats-nkey-file" "nats-nkey" nats.nkeyFile
        ++ secret "--nats-credentials-file" "nats-credentials" nats.credentialsFile
        ++ secret "--nats-tls-ca" "nats-tls-ca" nats.tlsCA
        ++ secrets;
      command =
        [ "${cfg.package}/lib/peer-observer/${program}" "--nats-address" nats.address ]
        ++ given "--nats-username" nats.username
        ++ concatLists (map (one: [ one.argument "/run/credentials/${name}.service/${one.name}" ]) credentials)
        ++ given "--node" node
        ++ [ "--log-level" options.logLevel ]
        ++ arguments
        ++ optionals (builtins.isList options.extraArgs) options.extraArgs;
      needs = filter (unit: unit != null) [ cfg.dependsOnNATSService (if dependOn == null then null else "${dependOn}.service") ];
    in
    {
      ${name} = {
        description = "peer-observer: ${program}" + lib.optionalString (node != null) " of ${node}";
        wantedBy = [ "peer-observer.target" ];
        # No order is needed, only less waiting.
        after = [ "network.target" ] ++ needs;
        unitConfig = (settings program).unit;
        serviceConfig = mkMerge [
          (settings program).service
          {
            ExecStart =
              systemd.commandLine command + lib.optionalString (builtins.isString options.extraArgs && options.extraArgs != "") " ${options.extraArgs}";
            LoadCredential = map (one: "${one.name}:${one.file}") credentials;
            SupplementaryGroups = options.supplementaryGroups;
            IPAddressAllow = options.ipAddressAllow;
          }
          extra
        ];
      };
    };

  whenEnabled = options: arguments: if options.enable then service ({ inherit options; } // arguments) else { };

  # A folder that the daemon writes to.
  folder =
    path:
    if hasPrefix "/var/lib/" path then
      { StateDirectory = lib.removeSuffix "/" (removePrefix "/var/lib/" path); }
    else
      { ReadWritePaths = [ path ]; };

  extractors =
    node: from:
    let
      place = if node == null then "log-extractor" else "log-extractor-${node}";
    in
    [
      (whenEnabled from.ebpf {
        inherit node;
        inherit (from) dependOn;
        program = "ebpf-extractor";
        arguments =
          given "--bitcoind-path" from.ebpf.bitcoindPath
          ++ given "--bitcoind-pid-file" from.ebpf.bitcoindPIDFile
          ++ given "--prometheus-address" from.ebpf.metricsAddress;
      })
      (whenEnabled from.rpc {
        inherit node;
        inherit (from) dependOn;
        program = "rpc-extractor";
        arguments =
          [ "--rpc-host" from.rpc.rpcHost ]
          ++ given "--rpc-cookie-file" from.rpc.rpcCookieFile
          ++ given "--rpc-user" from.rpc.rpcUser
          ++ [ "--prometheus-address" from.rpc.metricsAddress ];
        secrets = secret "--rpc-password-file" "rpc-password" from.rpc.rpcPasswordFile;
      })
      (whenEnabled from.p2p {
        inherit node;
        program = "p2p-extractor";
        arguments = [ "--p2p-network" from.p2p.network "--p2p-address" from.p2p.p2pAddress ] ++ given "--prometheus-address" from.p2p.metricsAddress;
      })
      (whenEnabled from.log {
        inherit node;
        inherit (from) dependOn;
        program = "log-extractor";
        arguments =
          given "--debug-log" from.log.debugLog
          ++ [ "--position-file" "/var/lib/peer-observer/${place}/position" ]
          ++ given "--prometheus-address" from.log.metricsAddress;
        extra = folder "/var/lib/peer-observer/${place}";
      })
    ];

  tools =
    let
      inherit (cfg.tools) metrics addrConnectivity websocket alerts archiver;
    in
    [
      (whenEnabled metrics {
        program = "metrics";
        arguments = [ "--metrics-address" metrics.metricsAddress ];
      })
      (whenEnabled addrConnectivity {
        program = "connectivity-check";
        arguments =
          [ "--metrics-address" addrConnectivity.metricsAddress "--csv-directory" "/var/lib/peer-observer/connectivity" ]
          ++ concatLists (map (proxy: [ "--proxy" proxy ]) addrConnectivity.proxy);
        extra = folder "/var/lib/peer-observer/connectivity";
      })
      (whenEnabled websocket {
        program = "websocket";
        arguments = [ "--websocket-address" websocket.websocketAddress ];
      })
      (whenEnabled alerts {
        program = "alerts";
        arguments =
          given "--prometheus-address" alerts.metricsAddress
          ++ concatLists (map (url: [ "--alertmanager" url ]) alerts.alertmanagers)
          ++ given "--webhook" alerts.webhook
          ++ given "--silences" alerts.silences;
        secrets = secret "--webhook-key-file" "webhook-key" alerts.webhookKeyFile;
      })
      (whenEnabled archiver {
        program = "archiver";
        arguments =
          [
            "--output-dir" archiver.outputDir "--base-name" archiver.baseName "--max-file-size" (toString archiver.maxFileSize)
            "--max-file-age" archiver.maxFileAge "--compression-level" (toString archiver.compressionLevel)
          ]
          ++ given "--keep-age" archiver.keepAge
          ++ given "--keep-size" archiver.keepSize
          ++ given "--jetstream" archiver.jetstream
          ++ given "--prometheus-address" archiver.metricsAddress
          ++ map (kind: "--${kind}") (if archiver.events == null then [ ] else archiver.events)
          ++ switch "--addr-relay" archiver.addrRelay
          ++ switch "--connections-with-handshakes" archiver.connectionsWithHandshakes
          ++ switch "--low-data" archiver.lowData
          ++ switch "--upstream-only" archiver.upstreamOnly;
        extra = folder archiver.outputDir;
      })
    ];
in
mkMerge (extractors null cfg.extractors ++ concatLists (mapAttrsToList (node: of: extractors node of.extractors) cfg.nodes) ++ tools)
