# The programs, in lib/peer-observer, and the command peer-observer. nix/resolve makes what it needs first: the versions of the
# Swift packages and their hash, which the repository does not keep.
{
  lib,
  stdenv,
  callPackage,
  fetchSwiftPMDeps,
  pkg-config,
  swift,
  swiftpm,
  curl,
  elfutils,
  libbpf,
  libsystemtap,
  linuxHeaders,
  zlib,
  zstd,
  libnats ? callPackage ./libnats.nix { },
  # Made by nix/resolve.
  resolved ? ./Package.resolved,
  dependenciesHash ? lib.trim (builtins.readFile ./dependencies.hash),
}:
let
  lines = lib.splitString "\n" (builtins.readFile ../Package.swift);
  products = lib.concatMap (line: lib.toList (builtins.match ".*\\.executable\\(name: \"([^\"]*)\".*" line)) lines;
  programs = lib.filter (name: name != null) products;
  version = builtins.head (builtins.match ".*public let daemonVersion = \"([^\"]*)\".*" (builtins.readFile ../Sources/Daemon/Lifecycle/Daemon.swift));
in
stdenv.mkDerivation (finalAttrs: {
  pname = "peer-observer";
  inherit version;

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [ ../Package.swift ../Sources ../Tests ../Plugins ../bpf ../fuzz/Checks ../deploy ../LICENSE ];
  };

  swiftpmDeps = fetchSwiftPMDeps {
    inherit (finalAttrs) pname version src;
    hash = dependenciesHash;
    postPatch = "cp ${resolved} Package.resolved";
  };

  nativeBuildInputs = [ pkg-config swift swiftpm ];
  buildInputs = [ curl elfutils libbpf libnats libsystemtap zlib zstd ];

  # For the BPF programs, which are not compiled for this machine.
  env.CPATH = "${libbpf}/include:${linuxHeaders}/include";
  hardeningDisable = [ "all" ];

  dontUseSwiftpmInstall = true;
  installPhase = ''
    runHook preInstall
    binaries=$(swiftpmBinPath)
    for program in ${lib.concatStringsSep " " programs}; do install -D "$binaries/$program" "$out/lib/peer-observer/$program"; done
    mkdir -p "$out/bin" "$out/share/peer-observer"
    ln -s ../lib/peer-observer/peer-observer "$out/bin/peer-observer"
    cp -r deploy/prometheus deploy/grafana/dashboards "$out/share/peer-observer/"
    runHook postInstall
  '';

  passthru = { inherit programs; };
  meta = {
    description = "Monitor of Bitcoin's P2P network, beside a node";
    license = lib.licenses.mit;
    mainProgram = "peer-observer";
    platforms = [ "x86_64-linux" "aarch64-linux" ];
  };
})
