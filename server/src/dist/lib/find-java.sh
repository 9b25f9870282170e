# Finds a Java of 25 or newer, judged by its `release` file, without starting it. Read by other scripts, which
# define `die`.

# is_new_enough HOME: HOME holds a java program whose release file says 25 or more.
is_new_enough() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      [ "${value:-0}" -ge 25 ]
      return
    fi
  done <"$1/release"
  return 1
}

# find_java: sets `java` to the program and `java_home` to its home.
find_java() {
  if [ -n "${HEDDLE_JAVA:-}" ]; then
    java_home=${HEDDLE_JAVA%/}
    if [ ! -d "$java_home" ]; then
      java_home=$(readlink -f -- "$HEDDLE_JAVA") || java_home=$HEDDLE_JAVA
      java_home=${java_home%/bin/java}
    fi
    is_new_enough "$java_home" || die "HEDDLE_JAVA=$HEDDLE_JAVA is not a Java 25 or newer."
    java=$java_home/bin/java
    return
  fi
  if [ -n "${JAVA_HOME:-}" ] && is_new_enough "$JAVA_HOME"; then
    java_home=$JAVA_HOME
    java=$java_home/bin/java
    return
  fi
  java=$(command -v java) && java=$(readlink -f -- "$java") && java_home=${java%/bin/java} &&
    is_new_enough "$java_home" && return
  for java_home in \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /usr/local/openjdk* /opt/java/* /opt/jdk* /opt/openjdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_new_enough "$java_home"; then
      java=$java_home/bin/java
      return
    fi
  done
  die "no Java 25 or newer found. Install a JDK 25 (for example Eclipse Temurin 25), or set HEDDLE_JAVA to its folder."
}
