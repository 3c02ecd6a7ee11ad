# What the scripts share: the repository's root, packages, builds that are told from their warnings.
# To be sourced by bash; sets `root`.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# say TEXT: tells what is being done, apart from what programs print.
say() { printf '==> %s\n' "$*" >&2; }

# fail TEXT: ends the script.
fail() {
  printf '==> failed: %s\n' "$*" >&2
  exit 1
}

# as_root COMMAND...: runs it as root, through sudo only where that is needed.
as_root() {
  if [[ "$(id -u)" == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root, and there is no sudo: $*"
  fi
}

has_program() { command -v "$1" >/dev/null 2>&1; }
has_library() { has_program pkg-config && pkg-config --exists "$1" 2>/dev/null; }
has_module() { python3 -c "import $1" >/dev/null 2>&1; }

# install_packages NAME...: does nothing without names. A machine whose package lists are empty or
# old gets new ones first.
install_packages() {
  [[ $# -gt 0 ]] || return 0
  has_program apt-get ||
    fail "missing: $*. These are Debian's names; install them with this system's package manager"
  say "installing $*"
  as_root apt-get update -qq || say "the package lists could not be renewed; trying with what is there"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# install_optional_package NAME: goes on without it where there is none.
install_optional_package() {
  (install_packages "$1") || say "going on without $1"
}

# install_build_packages: what a build needs; ISA-L, which makes checksums fast, if it is to be had.
install_build_packages() {
  local missing=()
  has_program pkg-config || missing+=(pkg-config)
  has_library zlib || missing+=(zlib1g-dev)
  has_library liblz4 || missing+=(liblz4-dev)
  install_packages ${missing[@]+"${missing[@]}"}
  has_library libisal || [[ -e /usr/include/isa-l.h ]] || install_optional_package libisal-dev
}

# install_test_packages: the programs that judge what comes out.
install_test_packages() {
  local missing=()
  has_program gzip || missing+=(gzip)
  has_program lz4 || missing+=(lz4)
  has_program python3 || missing+=(python3)
  has_module yaml || missing+=(python3-yaml)
  has_module jsonschema || missing+=(python3-jsonschema)
  install_packages ${missing[@]+"${missing[@]}"}
  has_program gpg || install_optional_package gnupg
}

# require_swift: Swift is not installed by these scripts; there are several good ways to get it.
require_swift() {
  has_program swift || fail "no swift in PATH: Swift 6.2 or later is needed, see swift.org/install"
}

# build LOG ARGUMENTS...: `swift build`, its output to the terminal and to LOG. ISA-L may have come or
# gone since the last build, and SwiftPM remembers what a manifest came to, so it is read anew.
build() {
  local log="$1"
  shift
  mkdir -p "$(dirname "$log")"
  swift build --package-path "$root" --manifest-cache none "$@" 2>&1 | tee "$log" >&2
}

# build_release LOG ARGUMENTS...: `build` of the programs as they are used: with Swift's libraries inside, where this
# toolchain has them for that. So they start in half the time, and run on machines without Swift.
build_release() {
  local log="$1" options=(-c release)
  shift
  local libraries
  libraries="$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')"
  [[ ! -d "${libraries}_static" ]] || options+=(--static-swift-stdlib)
  build "$log" "${options[@]}" "$@"
}

# fail_on_warnings LOG: fails if a build warned of something that is ours: of our files, or of the
# package as a whole.
fail_on_warnings() {
  local package
  package="$(basename "$root" | tr '[:upper:]' '[:lower:]')"
  local place="^($root/)?(Sources|Tests|Package\.swift)"
  if grep -E "$place.*: warning: |^warning: '$package':" "$1" | sort -u >&2; then
    fail "there are warnings (above)"
  fi
}
