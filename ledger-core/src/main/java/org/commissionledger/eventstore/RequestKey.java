package org.commissionledger.eventstore;

/**
 * A request's Idempotency-Key.
 *
 * @param client keys belong to the client that sent them: nobody reads another's answers by guessing its keys
 * @param fingerprint SHA-256 over what was asked, to tell the same request from another one under the same key
 */
public record RequestKey(String client, String key, byte[] fingerprint) {}
