package dev.heddle.server.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP_PROXY=http://p:8 | http://a.b/ | HTTP @ p/<unresolved>:8",
        "http_proxy=p:8;HTTP_PROXY=http://q:9 | http://a.b/ | HTTP @ p/<unresolved>:8",
        "HTTP_PROXY=http://p | http://a.b/ | HTTP @ p/<unresolved>:80",
        "HTTP_PROXY=http://p:8 | https://a.b/ | DIRECT",
        "HTTPS_PROXY=http://p:8 | https://a.b/ | HTTP @ p/<unresolved>:8",
        "ALL_PROXY=socks5://p:8 | https://a.b/ | SOCKS @ p/<unresolved>:8",
        "HTTP_PROXY=:// | http://a.b/ | DIRECT",
        "HTTP_PROXY= | http://a.b/ | DIRECT",
        "HTTP_PROXY=http://p:8 | http://localhost/ | DIRECT",
        "HTTP_PROXY=http://p:8 | http://127.1.2.3/ | DIRECT",
        "HTTP_PROXY=http://p:8 | http://[::1]/ | DIRECT",
        "HTTP_PROXY=http://p:8 | http://127.evil.example/ | HTTP @ p/<unresolved>:8",
        "HTTP_PROXY=http://p:8;NO_PROXY=* | http://a.b/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=x, .B | http://a.b/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=*.b | http://a.b/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=a.b | http://a.b/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=a.b | http://xa.b/ | HTTP @ p/<unresolved>:8",
      })
  void theEnvironmentChooses(String environment, String target, String proxy) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : environment.split(";")) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }

    assertThat(new EnvironmentProxies(variables).select(URI.create(target)))
        .hasToString("[" + proxy + "]");
  }

  @Test
  void credentialsComeFromTheUrl() {
    EnvironmentProxies proxies =
        new EnvironmentProxies(Map.of("HTTP_PROXY", "http://u:p@h:1", "HTTPS_PROXY", "http://h:1"));

    assertThat(proxies.credentials("http")).isEqualTo("Basic dTpw");
    assertThat(proxies.credentials("https")).isNull();
  }
}
