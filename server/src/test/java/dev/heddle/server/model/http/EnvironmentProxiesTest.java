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
        "HTTPS_PROXY=https://p | https://a.b/ | HTTP @ p/<unresolved>:443",
        "ALL_PROXY=socks5://p | https://a.b/ | SOCKS @ p/<unresolved>:1080",
        "HTTP_PROXY=http://p:8;NO_PROXY=a.b:81 | http://x.a.b:81/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=a.b:80 | http://a.b/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=a.b:81 | http://a.b/ | HTTP @ p/<unresolved>:8",
        "HTTP_PROXY=http://p:8;NO_PROXY=[fd00::1]:81, fd00::2 | http://[fd00::1]:81/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=[fd00::1]:81, fd00::2 | http://[fd00::2]/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=10.0.0.0/8 | http://10.1.2.3/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=10.0.0.0/8 | http://11.1.2.3/ | HTTP @ p/<unresolved>:8",
        "HTTP_PROXY=http://p:8;NO_PROXY=10.0.0.0/8 | http://10.evil.example/ | HTTP @"
            + " p/<unresolved>:8",
        "HTTP_PROXY=http://p:8;NO_PROXY=0.0.0.0/0 | http://200.1.2.3/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=10.0.0.0/x | http://10.1.2.3/ | HTTP @ p/<unresolved>:8",
        "HTTP_PROXY=http://p:8;NO_PROXY=fd00::/8 | http://[fd12::1]/ | DIRECT",
        "HTTP_PROXY=http://p:8;NO_PROXY=0.0.0.0/0 | http://[fd12::1]/ | HTTP @ p/<unresolved>:8",
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
