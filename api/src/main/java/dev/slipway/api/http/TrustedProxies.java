package dev.slipway.api.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The addresses of the proxies whose `X-Forwarded-…` headers are believed.
///
/// @param networks empty: none
public record TrustedProxies(List<Network> networks) {
  /// The most networks of one list.
  public static final int MAX_NETWORKS = 100;

  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /// This machine, as `serve` has it where nothing else is set.
  public static final String LOOPBACK = "127.0.0.0/8,::1";

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /// All addresses that begin with the first `bits` bits of `address`.
  ///
  /// @param address of one that is among them
  /// @param bits 0 to 32, or to 128 for IPv6
  public record Network(InetAddress address, int bits) {
    boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] its = other.getAddress();
      if (mine.length != its.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((mine[bit / 8] ^ its[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }

    static Network parse(String text) {
      int slash = text.indexOf('/');
      try {
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int most = address.getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= most) {
          return new Network(address, bits);
        }
      } catch (IllegalArgumentException _) {
        // Said below, with what was given.
      }
      throw new IllegalArgumentException(
          "'%s' (expected: an address as 10.1.2.3 or ::1, or a network as 10.0.0.0/8)"
              .formatted(text));
    }
  }

  /// Reads a list of addresses and networks, with commas between them; `none`: no proxy is trusted.
  ///
  /// @throws IllegalArgumentException with the part that cannot be read
  public static TrustedProxies parse(String text) {
    if (text.isBlank() || text.strip().equals("none")) {
      return NONE;
    }
    List<Network> all = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      all.add(Network.parse(part.strip()));
    }
    if (all.size() > MAX_NETWORKS) {
      throw new IllegalArgumentException(
          "%d addresses (expected: at most %d)".formatted(all.size(), MAX_NETWORKS));
    }
    return new TrustedProxies(all);
  }

  /// @param address of the other end of a connection, as a literal
  public boolean trust(String address) {
    int zone = address.indexOf('%');
    try {
      InetAddress other = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
      return networks.stream().anyMatch(n -> n.contains(other));
    } catch (IllegalArgumentException _) {
      return false; // a socket that is no network's
    }
  }
}
