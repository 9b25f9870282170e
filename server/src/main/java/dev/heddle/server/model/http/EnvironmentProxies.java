package dev.heddle.server.model.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}
 * name, in either case. A request to this machine never takes one. An entry of {@code NO_PROXY} is
 * a name, which means all below it, too, or an address, each with a port or without; a network
 * ({@code 10.0.0.0/8}), for hosts that are given by address; or {@code *}. A variable that cannot
 * be understood counts as unset.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):(\\d+)");
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final Map<String, String> environment;

  public EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI target) {
    URI proxy = proxyOf(target.getScheme());
    String host = target.getHost();
    if (proxy == null || host == null || isLoopback(host) || isExempt(host, portOf(target))) {
      return DIRECT;
    }
    boolean socks = proxy.getScheme().startsWith("socks");
    // Unresolved: OkHttp looks the proxy's name up itself.
    return List.of(
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            InetSocketAddress.createUnresolved(proxy.getHost(), portOf(proxy))));
  }

  /** The user and password in the proxy's URL as a header value, or null. */
  @Nullable String credentials(String targetScheme) {
    URI proxy = proxyOf(targetScheme);
    String userInfo = proxy == null ? null : proxy.getUserInfo();
    if (userInfo == null) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? Credentials.basic(userInfo, "")
        : Credentials.basic(userInfo.substring(0, colon), userInfo.substring(colon + 1));
  }

  @Override
  public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
    // Nothing to learn: there is one proxy or none.
  }

  private @Nullable URI proxyOf(@Nullable String scheme) {
    String value = variable("https".equals(scheme) ? "HTTPS_PROXY" : "HTTP_PROXY");
    if (value == null) {
      value = variable("ALL_PROXY");
    }
    if (value == null) {
      return null;
    }
    try {
      URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
      return proxy.getHost() == null ? null : proxy;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int portOf(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    String scheme = uri.getScheme();
    return scheme.startsWith("socks") ? 1080 : scheme.equals("https") ? 443 : 80;
  }

  private boolean isExempt(String host, int port) {
    String list = variable("NO_PROXY");
    if (list == null) {
      return false;
    }
    String name = withoutBrackets(host.toLowerCase(Locale.ROOT));
    for (String entry : list.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (means(entry.strip(), name, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean means(String entry, String name, int port) {
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return isWithin(entry.substring(0, slash), entry.substring(slash + 1), name);
    }
    String suffix = entry;
    Matcher withPort = WITH_PORT.matcher(entry);
    if (withPort.matches()) {
      if (!withPort.group(2).equals(String.valueOf(port))) {
        return false;
      }
      suffix = withPort.group(1);
    }
    suffix = withoutBrackets(suffix);
    if (suffix.startsWith("*.")) {
      suffix = suffix.substring(1);
    }
    String domain = suffix.startsWith(".") ? suffix : "." + suffix;
    return suffix.equals("*")
        || (!suffix.isEmpty() && (name.equals(domain.substring(1)) || name.endsWith(domain)));
  }

  private static boolean isWithin(String network, String bits, String name) {
    try {
      byte[] first = InetAddress.ofLiteral(network).getAddress();
      byte[] address = InetAddress.ofLiteral(name).getAddress();
      int others = Byte.SIZE * first.length - Integer.parseUnsignedInt(bits);
      BigInteger difference = new BigInteger(1, first).xor(new BigInteger(1, address));
      return first.length == address.length && difference.shiftRight(others).signum() == 0;
    } catch (IllegalArgumentException e) {
      return false; // a name, or no network
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Whether the host is this machine, as far as its name says. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || (name.startsWith("127.") && name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9'))
        || name.equals("[::1]")
        || name.equals("::1");
  }

  private @Nullable String variable(String name) {
    for (String spelling : List.of(name.toLowerCase(Locale.ROOT), name)) {
      String value = environment.get(spelling);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }
}
