package dev.slipway.app.house.planted.domain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Breach: the domain logs, and its logger has not the name of a constant.
public final class Chatty {
  private static final Logger log = LoggerFactory.getLogger(Chatty.class);

  private Chatty() {}

  public static void say(String what) {
    log.info("{}", what);
  }
}
