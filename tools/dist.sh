#!/bin/sh
# Makes the archives from what was built: dist.sh ROOT LAYOUT OUTPUT.
#
#   heddle-VERSION-PLATFORM.tar.gz   all it takes: bin, lib, licenses, a Java of its own, an ahead-of-time cache
#   heddle-VERSION-any.tar.gz        bin, lib and licenses; wants a Java 25 on the machine
#   heddle-app-server-VERSION.tgz    both in one for npm, when npm is here, on Linux x64
set -eu

root=$1
layout=$2
output=$3

fail() {
  printf 'dist: %s\n' "$*" >&2
  exit 1
}

version=$("$layout/bin/heddle" --version)
version=${version#heddle }
version=${version%% *}
case $(uname -s)-$(uname -m) in
  Linux-x86_64) platform=linux-x64 natives=Linux/x86_64 ;;
  Linux-aarch64) platform=linux-arm64 natives=Linux/aarch64 ;;
  Darwin-x86_64) platform=macos-x64 natives=Mac/x86_64 ;;
  Darwin-arm64) platform=macos-arm64 natives=Mac/aarch64 ;;
  *) fail "no name for the platform $(uname -s) $(uname -m)" ;;
esac

rm -rf "$output"
mkdir -p "$output"

# What every archive has.
common() {
  mkdir -p "$1"
  cp -Rp "$layout/bin" "$layout/lib" "$layout/legal" "$1"
  cp -p "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$1"
}

archive() {
  tar -C "$output" -czf "$output/$1.tar.gz" --owner=0 --group=0 "$1" 2>/dev/null ||
    tar -C "$output" -czf "$output/$1.tar.gz" "$1"
  printf 'dist: %s (%s kB, unpacked %s kB)\n' "$output/$1.tar.gz" \
    "$(du -k "$output/$1.tar.gz" | cut -f1)" "$(du -sk "$output/$1" | cut -f1)" >&2
}

image=$output/heddle-$version-$platform
common "$image"
rm -rf "$image/lib/native" "$image/lib/heddle.jar" # which is in runtime/
mkdir -p "$image/lib/native/$natives"
cp -Rp "$layout/lib/native/$natives"/* "$image/lib/native/$natives"
cp -Rp "$layout/runtime" "$image/runtime"
rm -f "$image/runtime/made-from"
set -- "$image/lib"/heddle-*.jsa
[ -f "$1" ] || fail "there is no ahead-of-time cache in $layout/lib"
archive "heddle-$version-$platform"

portable=$output/heddle-$version-any
common "$portable"
rm -f "$portable/lib"/heddle-*.aot "$portable/lib"/heddle-*.jsa
archive "heddle-$version-any"

# npm: the image and, for other platforms, the libraries of all.
[ "$platform" = linux-x64 ] || {
  printf 'dist: the package for npm is made on Linux x64 only: it carries the runtime of that\n' >&2
  exit 0
}
command -v npm >/dev/null 2>&1 || {
  printf 'dist: no npm here, so no package for it\n' >&2
  exit 0
}
package=$output/npm
mkdir -p "$package/bin"
cp -Rp "$image" "$package/image"
cp -Rp "$layout/lib/native" "$layout/lib/heddle.jar" "$package/image/lib"
cp -p "$root/server/src/npm"/*.js "$package/bin"
cp -p "$root/LICENSE" "$root/README.md" "$package"
sed "s/@VERSION@/$version/" "$root/server/src/npm/package.json" >"$package/package.json"
chmod 755 "$package/bin/heddle.js"
name=$(cd "$package" && npm pack --silent --pack-destination "$output" --cache "$output/npm-cache") || fail "npm pack failed"
rm -rf "$output/npm-cache"
printf 'dist: %s (%s kB)\n' "$output/$name" "$(du -k "$output/$name" | cut -f1)" >&2
