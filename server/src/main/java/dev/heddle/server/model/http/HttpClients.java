package dev.heddle.server.model.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The making of HTTP clients. A client for cleartext never loads TLS, which takes long. */
public final class HttpClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

  private HttpClients() {}

  /**
   * A client for one target.
   *
   * @param idleTimeout how long a connection may be silent; zero for ever
   * @param environment says which proxy to use
   */
  public static OkHttpClient create(
      HttpUrl target, Duration idleTimeout, Map<String, String> environment) {
    EnvironmentProxies proxies = new EnvironmentProxies(environment);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT_TIMEOUT)
            .writeTimeout(WRITE_TIMEOUT)
            .readTimeout(idleTimeout)
            .callTimeout(Duration.ZERO)
            // Trying several addresses at once takes threads. This machine answers or refuses at
            // once.
            .fastFallback(!EnvironmentProxies.isLoopback(target.host()))
            // A redirect would carry the provider's headers, keys among them, to another host.
            .followRedirects(false)
            .proxySelector(proxies)
            .proxyAuthenticator((route, response) -> {
              String credentials = proxies.credentials(response.request().url().scheme());
              return credentials == null || response.request().header("Proxy-Authorization") != null
                  ? null
                  : response
                      .request()
                      .newBuilder()
                      .header("Proxy-Authorization", credentials)
                      .build();
            });
    if (target.isHttps()) {
      builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
    } else {
      builder
          .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
          .protocols(List.of(Protocol.HTTP_1_1));
    }
    return builder.build();
  }
}
