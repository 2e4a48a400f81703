# nats.c, which nixpkgs does not have.
{
  lib,
  stdenv,
  fetchurl,
  cmake,
  openssl,
}:
stdenv.mkDerivation (finalAttrs: {
  pname = "libnats";
  version = "3.14.0";

  src = fetchurl {
    url = "https://github.com/nats-io/nats.c/archive/refs/tags/v${finalAttrs.version}.tar.gz";
    sha256 = "1f8b450bc295d0c94be201e34713ca0b515aae2c0d1b279273c3e6e0e72fe005";
  };

  nativeBuildInputs = [ cmake ];
  buildInputs = [ openssl ];
  cmakeFlags = [
    "-DNATS_BUILD_STREAMING=OFF"
    "-DNATS_BUILD_EXAMPLES=OFF"
    "-DBUILD_TESTING=OFF"
  ];

  meta = {
    description = "C client of NATS";
    license = lib.licenses.asl20;
    platforms = lib.platforms.linux;
  };
})
