package dev.slipway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which addresses a list of proxies names.
class TrustedProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8|::1, 127.0.0.1, true",
    "127.0.0.0/8|::1, 127.9.9.9, true",
    "127.0.0.0/8|::1, ::1, true",
    "127.0.0.0/8|::1, 0:0:0:0:0:0:0:1, true",
    "127.0.0.0/8|::1, ::ffff:127.0.0.1, true",
    "127.0.0.0/8|::1, 128.0.0.1, false",
    "127.0.0.0/8|::1, ::2, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.1.2.128/25, 10.1.2.200, true",
    "10.1.2.128/25, 10.1.2.100, false",
    "fe80::/10, fe80::1%eth0, true",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "none, 127.0.0.1, false",
    "10.1.2.3, a-socket, false"
  })
  void anAddressIsTrustedWhereANetworkHoldsIt(String list, String address, boolean trusted) {
    var proxies = TrustedProxies.parse(list.replace('|', ','));
    assertThat(proxies.trust(address)).isEqualTo(trusted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "1.2.3.4,,"})
  void whatIsNoAddressIsSaid(String list) {
    assertThatThrownBy(() -> TrustedProxies.parse(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: an address");
  }

  @Test
  void aListHasALimit() {
    String list = "10.0.0.1,".repeat(TrustedProxies.MAX_NETWORKS) + "10.0.0.1";
    assertThatThrownBy(() -> TrustedProxies.parse(list)).hasMessageContaining("at most 100");
  }
}
