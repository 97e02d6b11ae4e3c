package dev.slipway.wire;

import java.util.List;

/// A part of the users.
public record UsersResponseV1(List<UserInfoV1> items, PaginationResponseV1 pagination) {
  public UsersResponseV1 {
    items = List.copyOf(items);
  }
}
