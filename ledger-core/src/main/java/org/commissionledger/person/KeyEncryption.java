package org.commissionledger.person;

/**
 * What guards the keys of persons, and is itself not in the database: {@link KeyFile}, or a key management service behind the same
 * four methods. The database then holds nothing that opens by itself, neither live nor in its backups.
 *
 * <p>An implementation for a key management service wraps with the newest version of one key there, gives {@code context} as the
 * encryption context (additional authenticated data), keeps the secret in the service's secret store or derives it by its HMAC, and
 * turns failures into {@link KeysUnavailableException}. Calls come from any thread and should take milliseconds: a person's key is
 * unwrapped when it is first needed and then kept for minutes.
 */
public interface KeyEncryption {

    /**
     * A person's key as the database holds it.
     *
     * @param keyId which key-encryption key wrapped it, 1 to 200 characters
     */
    record Wrapped(String keyId, byte[] bytes) {}

    /** The key-encryption key that wraps from now on. */
    String newestKeyId();

    /**
     * Encrypts the 32 bytes of a key with the newest key-encryption key.
     *
     * @param context whose key it is; must be the same when it is unwrapped
     * @throws KeysUnavailableException when it cannot be done now
     */
    Wrapped wrap(byte[] key, byte[] context);

    /**
     * The reverse of {@link #wrap}, with whichever key it was wrapped with.
     *
     * @throws KeysUnavailableException when the key-encryption key is not there, or what was stored was changed
     */
    byte[] unwrap(Wrapped wrapped, byte[] context);

    /** 32 secret bytes, the same for a purpose for ever and on every node: they do not change when key-encryption keys do. */
    byte[] secret(byte[] purpose);
}
