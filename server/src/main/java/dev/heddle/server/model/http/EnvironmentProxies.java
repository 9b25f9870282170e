package dev.heddle.server.model.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}
 * name, in either case. A request to this machine never takes one. A variable that cannot be
 * understood counts as unset.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
final class EnvironmentProxies extends ProxySelector {
  private static final int DEFAULT_PORT = 80;
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI target) {
    URI proxy = proxyOf(target.getScheme());
    String host = target.getHost();
    if (proxy == null || host == null || isLoopback(host) || isExempt(host)) {
      return DIRECT;
    }
    boolean socks = proxy.getScheme().startsWith("socks");
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    // Unresolved: OkHttp looks the proxy's name up itself.
    return List.of(
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            InetSocketAddress.createUnresolved(proxy.getHost(), port)));
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

  private boolean isExempt(String host) {
    String list = variable("NO_PROXY");
    if (list == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    for (String entry : list.toLowerCase(Locale.ROOT).split(",", -1)) {
      String suffix = entry.strip();
      if (suffix.equals("*")) {
        return true;
      }
      if (suffix.startsWith("*.")) {
        suffix = suffix.substring(1);
      }
      String domain = suffix.startsWith(".") ? suffix : "." + suffix;
      if (!suffix.isEmpty() && (name.equals(domain.substring(1)) || name.endsWith(domain))) {
        return true;
      }
    }
    return false;
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
